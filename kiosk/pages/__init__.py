"""What each screen says: a function a screen, from what the kiosk knows to words and buttons. Pure."""
