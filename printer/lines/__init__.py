"""The wires to printers, each over python-escpos's class for it: USB, TCP, serial, device files.

What is added to python-escpos is what it leaves out: time-outs on every call, short writes counted, and
every kind of trouble told as `PrinterTrouble`.
"""
