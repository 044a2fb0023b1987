# Sourced by the launchers beside it: builds a module on first use, then becomes its JVM.
#
#   launch MODULE MAIN_CLASS JVM_FLAGS... -- ARGUMENTS...
#
# A module is built again when one of its sources is newer than its jar. IPCOMMAND_NO_BUILD=1 never builds: the demo
# and the tests build once, then start many.

root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)

# The modules whose sources end up in MODULE's application folder.
sources_of() {
  case $1 in
    agent) echo "agent handler-api modem-drivers" ;;
    *) echo "$1" ;;
  esac
}

needs_build() {
  local module=$1 jar source
  jar=$(find "$root/$module/target/app" -maxdepth 1 -name "$module-*.jar" 2>/dev/null | head -n 1)
  [ -n "$jar" ] || return 0
  [ "${IPCOMMAND_NO_BUILD:-0}" = 1 ] && return 1
  for source in $(sources_of "$module"); do
    [ -z "$(find "$root/$source/src/main" "$root/$source/pom.xml" -newer "$jar" -print -quit 2>/dev/null)" ] || return 0
  done
  return 1
}

build() {
  local log
  command -v mvn >/dev/null || {
    echo "$1 is not built yet, and Maven is not here to build it; './demo' installs what is missing" >&2
    exit 1
  }
  echo "building $1 (first use, or its sources changed) ..." >&2
  log=$(mktemp)
  if ! (cd "$root" && mvn -B -q -DskipTests -pl "$1" -am package </dev/null >"$log" 2>&1); then
    cat "$log" >&2
    rm -f "$log"
    echo "building $1 failed, see above" >&2
    exit 1
  fi
  rm -f "$log"
}

launch() {
  local module=$1 main=$2 flags=()
  shift 2
  while [ "$1" != -- ]; do
    flags+=("$1")
    shift
  done
  shift
  needs_build "$module" && build "$module"
  exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" "${flags[@]}" -cp "$root/$module/target/app/*" "$main" "$@"
}
