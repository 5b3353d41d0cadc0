#!/bin/sh
# Makes the environment in .venv: everything that the make targets need, as locked in uv.lock.
#
#   sh scripts/setup.sh [--quiet]      PYTHON=python3.12 sh scripts/setup.sh
#
# Needs Python 3.11 or newer and a package index. A second call finds that nothing has changed, asks no server and
# takes a moment. With --quiet (how the other make targets call it) it is then silent, and a system package that could
# not be had is not tried again.
set -eu

cd "$(dirname "$0")/.."
root=$(pwd)
stamp=.venv/.setup-stamp
quiet=no
if [ "${1:-}" = --quiet ]; then quiet=yes; fi

say() { printf '%s\n' "setup: $*"; }
fail() {
    printf '%s\n' "setup: $*" >&2
    exit 1
}
have() { command -v "$1" >/dev/null 2>&1; }
is_root() { [ "$(id -u)" = 0 ]; }
is_debian() { have apt-get && have dpkg-query; }

# --- System libraries -------------------------------------------------------------------------------------------------

# What Qt needs to start; below it, what it needs for a real window, and a screen for machines without one.
debian_packages="libgl1 libegl1 libglib2.0-0 libdbus-1-3 libxkbcommon0 libfontconfig1
    xvfb xauth libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 libxkbcommon-x11-0"

has_font() {
    for folder in /usr/share/fonts /usr/local/share/fonts "${HOME:-/nonexistent}/.local/share/fonts" \
        "${HOME:-/nonexistent}/.fonts"; do
        [ -d "$folder" ] || continue
        if find "$folder" \( -name '*.ttf' -o -name '*.otf' -o -name '*.ttc' \) 2>/dev/null | grep -q .; then
            return 0
        fi
    done
    return 1
}

# Prints the Debian packages that are not installed. A "t64" package stands for the one without (Debian 13, Ubuntu 24).
missing_debian_packages() {
    # shellcheck disable=SC2016,SC2086  # the format is dpkg's; the list is meant to be split
    installed=$(dpkg-query -W -f '${Package} ${db:Status-Status}\n' $debian_packages libglib2.0-0t64 2>/dev/null |
        sed -n 's/ installed$//p' | sed 's/t64$//' | tr '\n' ' ') || true
    for package in $debian_packages; do
        case " $installed " in *" $package "*) ;; *) printf '%s ' "$package" ;; esac
    done
    has_font || printf '%s ' fonts-dejavu-core
}

# Prints the missing shared libraries, for systems whose package names we do not know.
missing_libraries() {
    "$bin/python" - <<'END'
import ctypes

NAMES = "libGL.so.1 libEGL.so.1 libglib-2.0.so.0 libdbus-1.so.3 libxkbcommon.so.0 libfontconfig.so.1 libxcb-cursor.so.0 \
libxcb-icccm.so.4 libxcb-keysyms.so.1 libxcb-shape.so.0 libxkbcommon-x11.so.0"
for name in NAMES.split():
    try:
        ctypes.CDLL(name)
    except OSError:
        print(name, end=" ")
END
}

apt_install() {
    DEBIAN_FRONTEND=noninteractive
    export DEBIAN_FRONTEND
    apt-get update -qq && apt-get install -qq -y --no-install-recommends "$@" >/dev/null
}

# Sets $missing (system packages). Cheap: one dpkg-query.
find_missing() {
    missing=
    if [ "$(uname -s)" = Linux ] && is_debian; then missing=$(missing_debian_packages); fi
}

provide_system_libraries() {
    find_missing
    if [ -n "$missing" ]; then
        # shellcheck disable=SC2086
        if is_root; then
            say "installing system packages: $missing"
            apt_install $missing || say "that did not work; the window may not open. Go on without."
            find_missing
        else
            say "for a window, some system packages are missing. To install them:"
            say "    sudo apt-get install $missing"
        fi
    elif [ "$(uname -s)" = Linux ] && ! is_debian; then
        libraries=$(missing_libraries)
        if [ -n "$libraries" ]; then
            say "for a window, some system libraries are missing: $libraries"
            if have dnf; then
                say "    sudo dnf install mesa-libGL mesa-libEGL glib2 dbus-libs fontconfig libxkbcommon" \
                    "libxkbcommon-x11 xcb-util-cursor xcb-util-wm xcb-util-keysyms xorg-x11-server-Xvfb xauth"
            elif have pacman; then
                say "    sudo pacman -S --needed libglvnd glib2 dbus fontconfig libxkbcommon libxkbcommon-x11" \
                    "xcb-util-cursor xcb-util-wm xcb-util-keysyms xorg-server-xvfb xorg-xauth"
            fi
        fi
    fi
}

# --- Python -----------------------------------------------------------------------------------------------------------

# A command of that name may be a shim that only fails: what counts is that it runs.
is_new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }
can_make_venv() { "$1" -c 'import ensurepip, venv' >/dev/null 2>&1; }
identity() { "$1" -c 'import sys; print(sys.version, sys.base_prefix)' 2>/dev/null; }

# Sets $python to the first command that can make an environment, or else to the first that is new enough.
find_python() {
    if [ -n "${PYTHON:-}" ]; then
        is_new_enough "$PYTHON" || fail "PYTHON=$PYTHON does not run or is older than Python 3.11."
        python=$PYTHON
        return
    fi
    python=
    for candidate in python3 python3.14 python3.13 python3.12 python3.11 /usr/bin/python3 python; do
        if is_new_enough "$candidate"; then
            python=${python:-$candidate}
            if can_make_venv "$candidate"; then
                python=$candidate
                return
            fi
        fi
    done
    [ -n "$python" ] || fail "Python 3.11 or newer is needed and was not found. If it has another name: make PYTHON=..."
}

make_venv() {
    find_python
    if ! can_make_venv "$python"; then
        package=$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
        is_debian || fail "$python has no venv and ensurepip. Install them, or name another one: make PYTHON=..."
        is_root || fail "$python cannot make environments. Type:  sudo apt-get install $package"
        say "installing $package"
        apt_install "$package" || fail "$package could not be installed."
    fi
    say "making .venv with $("$python" --version)"
    "$python" -m venv --clear .venv
}

set_bin() {
    bin=.venv/bin
    if [ -d .venv/Scripts ]; then bin=.venv/Scripts; fi
}

# The existing environment is of use: it runs, was made in this folder, and by the Python that is asked for.
venv_is_usable() {
    [ -f .venv/pyvenv.cfg ] && is_new_enough "$bin/python" || return 1
    "$bin/python" -c 'import os, sys; sys.exit(not os.path.samefile(sys.prefix, ".venv"))' || return 1
    [ -z "${PYTHON:-}" ] || [ "$(identity "$PYTHON")" = "$(identity "$bin/python")" ]
}

provide_packages() {
    # Whoever runs with these set still gets compiled modules: a start without them takes twice as long.
    unset PYTHONDONTWRITEBYTECODE PYTHONPYCACHEPREFIX || true
    uv_pin=$(sed -n 's/^ *"\(uv==[0-9.]*\)".*/\1/p' pyproject.toml)
    if [ "uv $("$bin/uv" --version 2>/dev/null | cut -d ' ' -f 2)" != "uv ${uv_pin#uv==}" ]; then
        "$bin/python" -m pip install --quiet --disable-pip-version-check "$uv_pin"
    fi
    VIRTUAL_ENV=$root/.venv
    UV_PROJECT_ENVIRONMENT=$root/.venv
    UV_PYTHON_DOWNLOADS=never
    # Trust what the system trusts, as pip does: a company's own certificate authority is only known there.
    UV_SYSTEM_CERTS=true
    export VIRTUAL_ENV UV_PROJECT_ENVIRONMENT UV_PYTHON_DOWNLOADS UV_SYSTEM_CERTS
    # Without isolation the project is built by the locked hatchling instead of one fetched for the purpose.
    if ! "$bin/uv" sync --locked --compile-bytecode --quiet --python "$bin/python" \
        --no-build-isolation-package srm-desktop; then
        # Where the index is a mirror that only pip has been told about: the same versions and hashes, through pip.
        say "uv could not fetch the packages; trying pip with its own settings"
        "$bin/uv" export --frozen --quiet --no-emit-project --output-file .venv/requirements.txt >/dev/null
        "$bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r .venv/requirements.txt
        "$bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
    fi
    "$bin/python" -m compileall -q srm_desktop
}

# --- Whether anything has changed -------------------------------------------------------------------------------------

# One line for all that the environment was made from and holds.
state() {
    {
        printf '%s\n' "$root"
        cat pyproject.toml uv.lock scripts/setup.sh .venv/pyvenv.cfg
        ls .venv/lib/python*/site-packages .venv/Lib/site-packages "$bin" 2>/dev/null | grep -v __pycache__
    } | cksum
}

is_up_to_date() {
    [ -f "$stamp" ] && "$bin/python" -c '' 2>/dev/null || return 1
    if [ -n "${PYTHON:-}" ]; then venv_is_usable || return 1; fi
    find_missing
    # What was missing before and could not be had is tried again only when setup itself is asked for.
    [ -z "$missing" ] || [ "$quiet" = yes ] || return 1
    [ "$(cat "$stamp")" = "$(state) $missing" ]
}

set_bin
if is_up_to_date; then
    [ "$quiet" = yes ] || say "nothing to do"
    exit 0
fi
rm -f "$stamp"
venv_is_usable || make_venv
set_bin
provide_packages
provide_system_libraries
printf '%s\n' "$(state) $missing" >"$stamp.new"
mv "$stamp.new" "$stamp"
say "done"
