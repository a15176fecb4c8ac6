# shellcheck shell=sh
# Puts Một Cửa onto a machine, brings it to a newer version, and takes it off again. ./run reads this file in
# and lends it say, die, apt_install, missing_packages, find_python and lend_lgpio.
#
# A release is a virtual environment of its own below /opt/motcua/releases, with its units beside it; the link
# /opt/motcua/current says which one runs. A new one is built whole while the old one serves; then the link is
# turned, and turned back where the new one does not become healthy.

opt=/opt/motcua
etc=/etc/motcua
state=/var/lib/motcua
center=$state/center/center.toml
operators_command=/usr/local/bin/motcua
announcement=/etc/avahi/services/motcua.service
healthy_within_seconds=${MOTCUA_HEALTHY_SECONDS:-60}
steady_seconds=5

# --- what is asked for -------------------------------------------------------------------------------------

install_usage='usage: sudo ./run install kiosk [--lan] [--records FILE [--after N]] | display|counter [--coordinator HOST[:PORT]]'

parse_install() {
    role=${1:-}
    case $role in
    kiosk | display | counter) shift ;;
    *) die "$install_usage" ;;
    esac
    coordinator= lan= records= after=
    while [ $# -gt 0 ]; do
        case $1 in
        --coordinator) coordinator=${2:-} && [ -n "$coordinator" ] && shift 2 || die "$install_usage" ;;
        --lan) lan=yes && shift ;;
        --records) records=${2:-} && [ -n "$records" ] && shift 2 || die "$install_usage" ;;
        --after) after=${2:-} && [ -n "$after" ] && shift 2 || die "$install_usage" ;;
        *) die "$install_usage (not understood: $1)" ;;
        esac
    done
    [ -z "$coordinator" ] || check_coordinator
    [ -z "$lan" ] || [ "$role" = kiosk ] || die '--lan is for the kiosk, whose coordinator the other machines speak with'
    [ -z "$records" ] || check_records
    [ -z "$after" ] || [ -n "$records" ] || die "$install_usage (--after N: accepted with --records FILE)"
}

check_records() {
    [ "$role" = kiosk ] || die '--records is for the kiosk, whose coordinator keeps them'
    file=$(readlink -e -- "$records") && [ -f "$file" ] ||
        die "--records $records is no file (accepted: a copy that motcua backup wrote, as /media/usb/motcua-2026-11-23.db)"
    records=$file
}

check_coordinator() {
    [ "$role" != kiosk ] || die 'a kiosk has the coordinator itself: --coordinator is for display and counter'
    case $coordinator in
    *[!][A-Za-z0-9.:/_-]*) die "--coordinator $coordinator is no address (accepted: as 192.168.1.20, kiosk-1.local or http://HOST:PORT)" ;;
    esac
}

must_be_root() { [ "$(id -u)" -eq 0 ] || die "this changes the machine and needs root: sudo ./run $*"; }

one_at_a_time() {
    mkdir -p "$opt"
    exec 8>"$opt/.lock"
    flock -n 8 || die 'another installation is running'
}

has_systemd() { [ -d /run/systemd/system ]; }

# --- releases ----------------------------------------------------------------------------------------------

release_name() { # the version, and what its sources come to, so that two states of one version are two releases
    version=$(sed -n 's/^version = "\(.*\)"/\1/p' "$root/pyproject.toml" | head -n 1)
    printf '%s-%s\n' "$version" "$(list_sources | (cd "$root" && xargs -d '\n' sha256sum) | sha256sum | cut -c 1-10)"
}

list_sources() { # by the wheel's own list of packages
    (
        cd "$root"
        packages=$(sed -n '/^packages = \[/,/^\]/s/^ *"\(.*\)",$/\1/p' pyproject.toml)
        # shellcheck disable=SC2086 # a list
        find pyproject.toml constraints.txt systemd $packages -type f ! -path '*/__pycache__/*' | LC_ALL=C sort
    )
}

build_release() { # into $release, unless it stands there whole
    if [ -e "$release/whole" ]; then
        say "release ${release##*/} is there already"
        return
    fi
    say "building release ${release##*/} (takes some minutes on a Pi)"
    rm -rf "$release"
    mkdir -p "$opt/releases"
    python=$(find_python) || exit 1
    "$python" -m venv "$release" || die "$python cannot make a virtual environment"
    "$release/bin/python" -m pip install --quiet --disable-pip-version-check \
        --constraint "$root/constraints.txt" "$root" || die 'pip could not install the packages; nothing was changed'
    venv=$release lend_lgpio
    cp -R "$root/systemd" "$release/appliance"
    chmod -R u=rwX,go=rX "$release"
    sync
    : >"$release/whole"
}

current_release() { readlink -e "$opt/current" 2>/dev/null || true; }

turn_to() { # all at once: there is no moment without a current release
    ln -s "$1" "$opt/current.new"
    mv -T "$opt/current.new" "$opt/current"
    sync
}

forget_old_releases() { # all but the ones named
    for old in "$opt"/releases/*; do
        case " $* " in
        *" $old "*) ;;
        *) rm -rf "$old" ;;
        esac
    done
}

# --- files of the system -----------------------------------------------------------------------------------

list_places() { # of a release: each file, a tab, where it belongs
    while read -r from to; do
        [ -d "$1/appliance/$from" ] || continue
        (cd "$1/appliance/$from" && find . -type f) |
            sed "s|^\./\(.*\)|$1/appliance/$from/\1	${DESTDIR:-}$to/\1|"
    done <<'PLACES'
units /etc/systemd/system
sysusers.d /etc/sysusers.d
tmpfiles.d /etc/tmpfiles.d
udev /etc/udev/rules.d
journald.conf.d /etc/systemd/journald.conf.d
system.conf.d /etc/systemd/system.conf.d
PLACES
}

place_files() { # of release $1; then what release $2 had and $1 has not is taken away
    list_places "$1" | while IFS='	' read -r file place; do
        cmp -s "$file" "$place" || place_file "$file" "$place"
    done
    [ -z "${2:-}" ] || [ "$1" = "$2" ] || remove_files "$2" "$1"
}

place_file() { # whole at once, so that a power cut leaves the old file or the new one
    mkdir -p "${2%/*}"
    cp "$1" "$2.new"
    chmod 644 "$2.new"
    mv "$2.new" "$2"
}

remove_files() { # of release $1, but those that release $2 has too
    kept=$([ -z "${2:-}" ] || list_places "$2" | cut -f 2)
    list_places "$1" | cut -f 2 | while read -r place; do
        printf '%s\n' "$kept" | grep -Fqx "$place" || rm -f "$place"
    done
    rmdir "${DESTDIR:-}"/etc/systemd/system/motcua-*.service.d 2>/dev/null || true
}

apply_files() { # users, folders, device rules, units
    systemd-sysusers /etc/sysusers.d/motcua.conf
    systemd-tmpfiles --create /etc/tmpfiles.d/motcua.conf
    has_systemd || return 0
    # Not a mere reload: the hardware watchdog is set up when the first process starts, or starts itself anew.
    systemctl daemon-reexec
    # A container has no udev to tell.
    ! systemctl -q is-active systemd-udevd || {
        udevadm control --reload
        udevadm trigger --subsystem-match=usb --subsystem-match=backlight --action=change
    }
    systemctl try-restart systemd-journald
}

# --- configuration -----------------------------------------------------------------------------------------

make_config() {
    if [ ! -e "$etc/center.toml" ]; then
        from=$(first_settings)
        say "$etc/center.toml is made from $from: change names, domains and counters on the staff's pages, or there"
        write_config <"$from"
    elif [ ! -L "$etc/center.toml" ]; then
        write_config <"$etc/center.toml"
    fi
    link_config
    [ -z "$coordinator" ] || point_to_coordinator
    ! lacks_certificate || lan=yes
    [ -z "$lan" ] || open_to_lan
}

first_settings() { # which file a machine without any begins with: the one beside the records, else the example
    beside=${records%/*}/center.toml
    if [ -n "$records" ] && [ -e "$beside" ]; then
        printf '%s\n' "$beside"
    else
        "$release/bin/python" -c 'import config, pathlib
print(pathlib.Path(config.__file__).with_name("hai-chau.toml"))'
    fi
}

lacks_certificate() { # the settings are those of a machine that was open to others, and this one is new
    [ "$role" = kiosk ] && [ ! -s "$etc/tls/certificate.pem" ] &&
        grep -q "^certificate *= *\"$etc/tls/certificate.pem\"" "$etc/center.toml"
}

point_to_coordinator() { # the url of [coordinator] in the configuration
    case $coordinator in
    http://* | https://*) url=$coordinator ;;
    *:*) url=https://$coordinator ;;
    *) url=https://$coordinator:8080 ;;
    esac
    set_key url "$url"
}

set_key() { # of [coordinator], to a text; made where it is missing
    text=$(awk -v key="$1" -v value="$2" '
        function tell() { print key " = \"" value "\""; told = 1 }
        /^\[coordinator\]/ { print; tell(); inside = 1; next }
        /^\[/ { inside = 0 }
        inside && $0 ~ "^" key "[ \t]*=" { next }
        { print }
        END { if (!told) { print "\n[coordinator]"; tell() } }
    ' "$etc/center.toml")
    printf '%s\n' "$text" | write_config
}

open_to_lan() { # the coordinator answers other machines, by TLS, and says on the net that it is there
    make_certificate
    set_key host 0.0.0.0
    set_key certificate "$etc/tls/certificate.pem"
    set_key private_key "$etc/tls/private-key.pem"
    port=$(setting coordinator.port)
    fingerprint=$(openssl x509 -in "$etc/tls/certificate.pem" -outform DER | sha256sum | cut -c 1-64)
    set_key url "https://127.0.0.1:$port#sha256=$fingerprint"
    announce
}

setting() { # one value of the configuration, as $release reads it, or release $2
    # -P: by that release's own rooms, not by those of the folder that this is run in.
    "${2:-$release}/bin/python" -P -c '
import operator, pathlib, sys, config
print(operator.attrgetter(sys.argv[2])(config.load(pathlib.Path(sys.argv[1]))))' "$etc/center.toml" "$1"
}

make_certificate() { # once, for twenty years: a new one would shut out every machine that knows this one
    [ ! -s "$etc/tls/certificate.pem" ] || return 0
    mkdir -p "$etc/tls"
    name=$(uname -n).local
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 7300 \
        -subj "/CN=$name" -addext "subjectAltName=DNS:$name,DNS:localhost,IP:127.0.0.1" \
        -keyout "$etc/tls/private-key.pem" -out "$etc/tls/certificate.new" 2>/dev/null ||
        die 'openssl could not make a certificate'
    chown -R root:motcua "$etc/tls"
    chmod 750 "$etc/tls"
    chown root:motcua-coordinator "$etc/tls/private-key.pem"
    chmod 640 "$etc/tls/private-key.pem"
    chmod 644 "$etc/tls/certificate.new"
    mv "$etc/tls/certificate.new" "$etc/tls/certificate.pem"
}

announce() { # by avahi, which reads this folder again by itself
    mkdir -p "${announcement%/*}"
    cat >"$announcement.new" <<SERVICE
<?xml version="1.0" standalone="no"?>
<!DOCTYPE service-group SYSTEM "avahi-service.dtd">
<service-group>
  <name replace-wildcards="yes">Một Cửa %h</name>
  <service>
    <type>_motcua._tcp</type>
    <port>$port</port>
    <txt-record>tls=1</txt-record>
    <txt-record>center=$(setting center.id)</txt-record>
  </service>
</service-group>
SERVICE
    mv "$announcement.new" "$announcement"
}

write_config() { # what stands on standard input; by the user whose folder it is, for root must not be led by what lies there
    # shellcheck disable=SC2016 # the other shell's
    runuser -u motcua-coordinator -- sh -c 'umask 027 && cat >"$1.new" && sync "$1.new" && mv "$1.new" "$1"' write "$center"
}

link_config() { # so that everyone finds it where it always was
    [ "$(readlink "$etc/center.toml" 2>/dev/null)" != "$center" ] || return 0
    ln -sfn "$center" "$etc/center.toml.new"
    mv -T "$etc/center.toml.new" "$etc/center.toml"
}

try_settings() { # whether $release takes the configuration and a copy of the database, before anything is changed
    try=$(mktemp -d)
    [ -n "$records" ] || copy_records "$opt/current" "$try/motcua.db" || {
        rm -rf "$try"
        die 'the database cannot be copied; nothing was changed'
    }
    "$release/bin/motcua" token list --data "$try" >/dev/null || {
        rm -rf "$try"
        die "the new version does not take this machine's configuration or database; nothing was changed"
    }
    rm -rf "$try"
}

database_file() { # as the running release reads it; nothing where a server keeps the records
    url=$(setting coordinator.database "$opt/current" 2>/dev/null) || die "$etc/center.toml has a mistake: motcua check"
    case $url in sqlite:///*) printf '%s\n' "${url#sqlite:///}" ;; esac
}

copy_records() { # by release $1, to file $2, where there are any
    file=$(database_file) || exit 1
    if [ -n "$file" ]; then
        [ ! -e "$file" ] || "$1/bin/motcua" backup "$2" >/dev/null
    else
        # A release from before this one knows no way to copy them, and a server has copies of its own.
        "$1/bin/motcua" backup "$2" >/dev/null || say 'the records on the server are not copied now: the line above says why'
    fi
}

# --- records from a copy ------------------------------------------------------------------------------------

try_records() { # whether $release takes the copy, and today's numbers are known, before anything is changed
    try=$(mktemp -d)
    settings=$etc/center.toml
    [ -e "$settings" ] || settings=$(first_settings)
    # What cannot be copied knows nothing, and the trial says so.
    [ ! -e "$state/motcua.db" ] ||
        "${previous:-$release}/bin/motcua" backup "$try/motcua.db" >/dev/null 2>&1 || true
    taken=yes
    said=$(restore --config "$settings" --data "$try" 2>&1) || taken=
    rm -rf "$try"
    [ -n "$taken" ] || {
        say "$said"
        die 'the copy is not taken; nothing was changed'
    }
    case $said in
    *'motcua restore: warning:'*)
        say "${said%%. Those given today*}"
        say 'add --after N, N being the highest number on any paper of today, or more'
        die 'without --after the copy is not taken (--after 0: none was given today); nothing was changed'
        ;;
    esac
}

put_records_back() { # while nothing runs; what was there is kept
    [ -n "$records" ] || return 0
    ! has_systemd || stop_all
    replaced=yes
    restore || {
        ! has_systemd || start_all
        die 'the copy could not be put back; the records are as they were'
    }
}

restore() { # with further options
    [ -z "$after" ] || set -- --after "$after" "$@"
    "$release/bin/motcua" restore "$@" "$records"
}

# --- tokens ------------------------------------------------------------------------------------------------

make_tokens() { # for the processes of this machine, where the coordinator runs here too
    is_here coordinator || return 0
    for process in kiosk printer display counter; do
        ! is_here "$process" || make_token "$process"
    done
}

make_token() { # where there is none, or one that the records do not know: they were put back, or made anew
    file=$state/$1/token
    if [ -s "$file" ]; then
        ! is_known "$1" "$file" || return 0
        say "$1 gets a new token"
    fi
    name=$1-$(uname -n | tr 'A-Z_.' 'a-z--' | tr -cd 'a-z0-9-' | cut -c 1-40)
    ! holds "$name" || "$release/bin/motcua" token revoke "$name"
    token=$("$release/bin/motcua" token create "$1" "$name") || die "no token could be made for $1"
    (umask 077 && printf '%s\n' "$token" >"$file.new")
    chown "motcua-$1:motcua-$1" "$file.new"
    chmod 400 "$file.new"
    mv "$file.new" "$file"
}

is_known() { # whether the token in the file is one for the process
    case $("$release/bin/motcua" token whose "$2") in "$1 "*) ;; *) return 1 ;; esac
}

holds() { "$release/bin/motcua" token list | grep -q "^$1 .* -\$"; }

# --- services ----------------------------------------------------------------------------------------------

processes_of() {
    case $1 in
    kiosk) echo coordinator kiosk printer ;;
    *) echo "$1" ;;
    esac
}

roles_here() { # the roles that this machine starts with
    for each in kiosk display counter; do
        ! systemctl -q is-enabled "motcua-$each.target" 2>/dev/null || printf '%s ' "$each"
    done
}

processes_here() { for each in $(roles_here); do processes_of "$each"; done; }

is_here() { case " $(processes_here | tr '\n' ' ') " in *" $1 "*) ;; *) return 1 ;; esac }

running() { # of the processes here, those that are up
    for process in $(processes_here); do
        ! systemctl -q is-active "motcua-$process.service" || printf '%s ' "$process"
    done
}

# Not waited for here: a board that nobody has let in yet starts for as long as that takes.
start_all() { for each in $(roles_here); do systemctl start --no-block "motcua-$each.target"; done; }

stop_all() { for each in $(roles_here); do systemctl stop "motcua-$each.target"; done; }

are_healthy() { # the processes named: all up within the time, and none of them restarted for a while after
    deadline=$(($(date +%s) + healthy_within_seconds))
    while ! before=$(invocations "$@"); do
        [ "$(date +%s)" -lt "$deadline" ] || return 1
        sleep 1
    done
    sleep "$steady_seconds"
    after=$(invocations "$@") && [ "$before" = "$after" ] && answers_well "$@"
}

answers_well() { # the coordinator, where it is among the processes named
    case " $* " in *' coordinator '*) ;; *) return 0 ;; esac
    "$opt/current/bin/python" -c '
import pathlib, requests, urllib3, config
urllib3.disable_warnings()
url = config.load(pathlib.Path("/etc/motcua/center.toml")).coordinator.url.partition("#")[0].rstrip("/")
requests.get(f"{url}/healthz", timeout=10, verify=False).raise_for_status()' 2>/dev/null
}

invocations() { # one line a process, another after each restart; fails where one is not up
    for process in "$@"; do
        systemctl -q is-active "motcua-$process.service" || return 1
        systemctl show --property=InvocationID --value "motcua-$process.service"
    done
}

# --- the three ways an installation goes -------------------------------------------------------------------

install_appliance() {
    parse_install "$@"
    must_be_root "install $*"
    one_at_a_time
    get_role_packages
    release=$opt/releases/$(release_name)
    previous=$(current_release)
    unwell= replaced=
    build_release
    [ -z "$records" ] || try_records
    if [ -n "$previous" ] && [ "$previous" != "$release" ]; then
        upgrade
    else
        put_in_place
        start_here
    fi
    forget_old_releases "$release" "$previous"
    report
}

get_role_packages() {
    lacking=$(missing_packages "$root/systemd/packages/$role.apt")
    # shellcheck disable=SC2086 # a list
    [ -z "$lacking" ] || apt_install $lacking || die "these Debian packages are needed and did not install: $lacking"
}

put_in_place() { # everything but the start; the same once more changes nothing
    place_files "$release" "$previous"
    apply_files
    make_config
    turn_to "$release"
    mkdir -p "${operators_command%/*}"
    ln -sf "$opt/current/bin/motcua" "$operators_command"
    systemctl -q enable "motcua-$role.target"
    put_records_back
    make_tokens
}

start_here() {
    if ! has_systemd; then
        say 'no systemd runs here: everything starts with this system'
        return
    fi
    stop_all
    start_all
    for process in $(not_let_in); do
        say "$process is not let in yet: it shows six digits, on its screen or in journalctl -u motcua-$process;" \
            'type them on the staff pages of the coordinator, under Devices'
    done
    # shellcheck disable=SC2046 # a list
    are_healthy $(let_in) || unwell=yes
}

not_let_in() { for process in $(processes_here); do is_let_in "$process" || echo "$process"; done; }

let_in() { for process in $(processes_here); do ! is_let_in "$process" || echo "$process"; done; }

is_let_in() { # what has a token, and what needs none
    [ "$1" = coordinator ] || [ -s "$state/$1/token" ]
}

upgrade() {
    has_systemd || die 'an upgrade needs the running machine: it is watched, and undone where it fails'
    try_settings
    must_run=$(running)
    saved=$opt/before-upgrade.new
    rm -f "$saved"
    stop_all
    trap 'exit 1' INT TERM HUP
    trap roll_back EXIT
    copy_records "$previous" "$saved"
    put_in_place
    start_all
    # shellcheck disable=SC2086 # a list
    are_healthy $must_run || die "release ${release##*/} does not become healthy"
    trap - EXIT INT TERM HUP
    # For whoever finds a fault later and goes back by hand.
    [ ! -e "$saved" ] || mv "$saved" "$opt/before-upgrade.db"
    say "upgraded from ${previous##*/} to ${release##*/}"
}

roll_back() {
    trap - EXIT INT TERM HUP
    say "going back to ${previous##*/}"
    stop_all || true
    place_files "$previous" "$release"
    apply_files
    turn_to "$previous"
    [ -z "$replaced" ] || "$previous/bin/motcua" restore "$saved"
    start_all
    # shellcheck disable=SC2086 # a list
    are_healthy $must_run || put_database_back
    say "${previous##*/} runs again"
    exit 1
}

put_database_back() { # as it was before the new version touched it
    [ -e "$saved" ] || die 'the old version does not run either: journalctl -u "motcua-*" says why'
    [ -n "$(database_file)" ] ||
        die "the old version does not run either; if the server's records are too new for it, put $saved into a new database"
    say 'the old version does not take the database any more: its copy is put back'
    stop_all || true
    "$previous/bin/motcua" restore "$saved"
    start_all
    # shellcheck disable=SC2086 # a list
    are_healthy $must_run || die "the old version does not run either; the copy of the database is $saved"
}

report() {
    for process in $(processes_here); do
        ! has_systemd || say "$process: $(systemctl is-active "motcua-$process.service" || true)"
    done
    set --
    for process in $(processes_here); do set -- "$@" --role "$process"; done
    "$opt/current/bin/motcua" check "$@" || say 'see to the lines marked above, then run: sudo motcua check'
    [ -z "$unwell" ] || die 'installed, but not everything runs yet: the lines above say why'
}

# --- the way back ------------------------------------------------------------------------------------------

uninstall_appliance() {
    purge=
    case ${1:-} in
    '') ;;
    --purge) purge=yes ;;
    *) die 'usage: sudo ./run uninstall [--purge]' ;;
    esac
    must_be_root "uninstall $*"
    [ -d "$opt" ] || die "nothing is installed in $opt"
    one_at_a_time
    previous=$(current_release)
    for each in kiosk display counter; do
        ! has_systemd || systemctl stop "motcua-$each.target" 2>/dev/null || true
        systemctl -q disable "motcua-$each.target" 2>/dev/null || true
    done
    ! has_systemd || systemctl stop 'motcua-*' 2>/dev/null || true
    [ -z "$previous" ] || remove_files "$previous"
    ! has_systemd || systemctl daemon-reload
    rm -rf "$opt" "$operators_command" "$announcement"
    if [ -n "$purge" ]; then
        remove_data
    else
        say "kept: the configuration in $etc, the records in $state; --purge removes them too"
    fi
}

remove_data() {
    rm -rf "$etc" "$state"
    for user in coordinator kiosk printer display counter; do
        userdel "motcua-$user" 2>/dev/null || true
    done
    groupdel motcua 2>/dev/null || true
}
