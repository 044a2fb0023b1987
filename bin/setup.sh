# Sourced by demo and verify: finds or installs what the build needs, and builds with progress on the screen.

. "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/launch.sh"

say() { printf '%s\n' "$*"; }

# The major version of a JDK (with a compiler), or nothing.
jdk_version() {
  [ -x "$1/bin/javac" ] || return 0
  "$1/bin/javac" -version 2>&1 | sed -n 's/^javac \([0-9][0-9]*\).*/\1/p'
}

# Prints the homes of all JDKs that can be found, the one in use first.
jdk_homes() {
  local javac home
  [ -z "${JAVA_HOME:-}" ] || echo "$JAVA_HOME"
  javac=$(command -v javac || true)
  if [ -n "$javac" ] && home=$("$javac" -J-XshowSettings:properties -version 2>&1 | sed -n 's/^ *java\.home = //p'); then
    [ -z "$home" ] || echo "$home"
  fi
  for home in /usr/lib/jvm/*; do
    [ ! -x "$home/bin/javac" ] || echo "$home"
  done
}

# Sets JAVA_HOME to a JDK: exactly version $1 if there is one, else any from 17 on. 1 = there is none.
choose_jdk() {
  local home version usable=
  while read -r home; do
    version=$(jdk_version "$home")
    [ -n "$version" ] || continue
    if [ "$version" = "${1:-0}" ]; then
      usable=$home
      break
    fi
    [ -n "$usable" ] || [ "$version" -lt 17 ] || usable=$home
  done < <(jdk_homes)
  [ -n "$usable" ] || return 1
  export JAVA_HOME=$usable
}

as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  elif [ -t 0 ] && [ -z "${CI:-}" ]; then
    sudo "$@"
  else
    sudo -n "$@"
  fi
}

# The Debian package that has a command.
package_of() {
  case $1 in
    node) echo nodejs ;;
    nft) echo nftables ;;
    *) echo "$1" ;;
  esac
}

# Installs what is missing with apt; elsewhere says what is needed. $1: the JDK's version; then further commands.
install_missing() {
  local missing=() jdk=default-jdk-headless tool
  choose_jdk "${1:-}" || missing+=(jdk)
  command -v mvn >/dev/null || missing+=(maven)
  for tool in "${@:2}"; do
    command -v "$tool" >/dev/null || missing+=("$(package_of "$tool")")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  if ! command -v apt-get >/dev/null; then
    say "Needed, and not found here: a JDK 17 or newer (with javac) and Apache Maven 3.8 or newer." >&2
    [ $# -lt 2 ] || say "For the tests also: ${*:2}." >&2
    say "Install them with your system's package manager, then run this again." >&2
    exit 1
  fi
  if [ "$(id -u)" != 0 ] && ! command -v sudo >/dev/null; then
    say "These are needed: ${missing[*]/#jdk/a JDK 17 or newer}. As root, type:" >&2
    say "  apt-get install ${missing[*]/#jdk/$jdk}" >&2
    exit 1
  fi
  say "Updating the package lists (apt-get update) ..."
  as_root apt-get update -qq </dev/null || say "The package lists could not be updated; trying with what is there." >&2
  if [ -n "$(apt-cache show openjdk-17-jdk-headless 2>/dev/null | head -n 1)" ]; then
    jdk=openjdk-17-jdk-headless
  fi
  missing=("${missing[@]/#jdk/$jdk}")
  say "Installing: ${missing[*]}"
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" </dev/null
  choose_jdk "${1:-}" || {
    say "There is still no JDK 17 or newer." >&2
    exit 1
  }
}

# The modules that are started by a launcher.
applications() {
  local module
  for module in $(sed -n 's:.*<module>\(.*\)</module>.*:\1:p' "$root/pom.xml"); do
    [ ! -d "$root/$module/src/main/application" ] || echo "$module"
  done
}

# 0 = every application is built, and no source is newer than its build: the launchers' own rule.
is_built() {
  local module
  for module in $(applications); do
    ! needs_build "$module" || return 1
  done
}

# Builds everything without gates and tests; one line for each module.
build_quickly() {
  local log shown=0 total line pid downloads=0
  mkdir -p "$root/.build"
  log=$root/.build/build.log
  say "Building without tests (a first build also downloads libraries) ..."
  SECONDS=0
  (cd "$root" && exec mvn -B -DskipTests package </dev/null >"$log" 2>&1) &
  pid=$!
  trap 'kill "$pid" 2>/dev/null; exit 143' TERM
  trap 'kill "$pid" 2>/dev/null; exit 130' INT
  while :; do
    total=$(wc -l <"$log" 2>/dev/null || echo 0)
    if [ "$total" -gt "$shown" ]; then
      while IFS= read -r line; do
        case $line in
          '[INFO] Building '*'['*) printf '  %3d s  %s\n' "$SECONDS" "${line#\[INFO\] Building }" ;;
          *' Downloaded from '* | Downloaded*)
            downloads=$((downloads + 1))
            [ $((downloads % 100)) != 0 ] || printf '  %3d s  %d files downloaded\n' "$SECONDS" "$downloads"
            ;;
        esac
      done < <(sed -n "$((shown + 1)),${total}p" "$log")
      shown=$total
    fi
    kill -0 "$pid" 2>/dev/null || break
    sleep 0.5
  done
  trap - TERM INT
  if ! wait "$pid"; then
    grep -E '^\[ERROR\]' "$log" | head -n 30 >&2 || tail -n 30 "$log" >&2
    say "The build failed; all of its output is in $log" >&2
    exit 1
  fi
  say "Built in $SECONDS s."
}
