# Sourced by the launchers beside it: builds a module on first use, then becomes its JVM.
#
#   launch MODULE MAIN_CLASS JVM_FLAGS... -- ARGUMENTS...
#
# A module is built again when one of its sources is newer than its jar. IPCOMMAND_NO_BUILD=1 never builds: the demo
# and the tests build once, then start many.

root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)
java=${JAVA_HOME:+$JAVA_HOME/bin/}java

# The modules whose sources end up in MODULE's application folder.
sources_of() {
  case $1 in
    agent) echo "agent handler-api modem-drivers" ;;
    # Its campaigns inside one JVM use the agent's classes.
    bench) echo "bench agent handler-api modem-drivers" ;;
    *) echo "$1" ;;
  esac
}

needs_build() {
  local module=$1 jar source
  jar=$(find "$root/$module/target/app" -maxdepth 1 -name "$module-*.jar" 2>/dev/null | head -n 1)
  [ -n "$jar" ] || return 0
  [ "${IPCOMMAND_NO_BUILD:-0}" != 1 ] || return 1
  for source in $(sources_of "$module"); do
    [ -z "$(find "$root/$source/src/main" "$root/$source/pom.xml" "$root/pom.xml" -newer "$jar" -print -quit 2>/dev/null)" ] ||
      return 0
  done
  return 1
}

# Runs a function while no other launcher of this tree builds: two that start at once must not build at once.
alone() {
  mkdir -p "$root/.build"
  (
    flock 9
    "$@" 9>&-
  ) 9>"$root/.build/lock"
}

build() {
  local module=$1 log
  # Somebody else may have built it while we waited for the lock.
  needs_build "$module" || return 0
  command -v mvn >/dev/null || {
    echo "$module is not built yet, and Maven is not here to build it; './demo' installs what is missing" >&2
    return 1
  }
  echo "building $module (first use, or its sources changed) ..." >&2
  log=$(mktemp)
  if ! (cd "$root" && mvn -B -q -DskipTests -pl "$module" -am package </dev/null >"$log" 2>&1); then
    cat "$log" >&2
    rm -f "$log"
    echo "building $module failed, see above" >&2
    return 1
  fi
  rm -f "$log"
}

# A class-data archive of what a running agent uses: 9 MiB and half of the start-up less. Made once after each build, on
# the machine that uses it; where it cannot be made the agent runs all the same.
archive() {
  local app=$1 classpath=$2 scratch
  shift 2
  [ ! -f "$app/ipcommand.jsa" ] && [ ! -f "$app/no-archive" ] || return 0
  scratch=$(mktemp -d)
  if "$java" "$@" -XX:DumpLoadedClassList="$scratch/classes" -cp "$classpath" dev.ipcommand.agent.Rehearsal "$scratch" \
    >"$scratch/log" 2>&1 &&
    "$java" "$@" -Xshare:dump -XX:SharedClassListFile="$scratch/classes" -XX:SharedArchiveFile="$scratch/ipcommand.jsa" \
      -cp "$classpath" >>"$scratch/log" 2>&1; then
    mv "$scratch/ipcommand.jsa" "$app/ipcommand.jsa"
  else
    mv "$scratch/log" "$app/no-archive"
  fi
  rm -rf "$scratch"
}

launch() {
  local module=$1 main=$2 app classpath flags=()
  shift 2
  while [ "$1" != -- ]; do
    flags+=("$1")
    shift
  done
  shift
  if needs_build "$module"; then
    alone build "$module" || exit 1
  fi
  app=$root/$module/target/app
  # Spelled out, in a fixed order: an archive holds for exactly one class path.
  classpath=$(find "$app" -maxdepth 1 -name '*.jar' | LC_ALL=C sort | paste -sd:)
  if [ "$module" = agent ]; then
    if [ ! -f "$app/ipcommand.jsa" ] && [ -w "$app" ]; then
      alone archive "$app" "$classpath" "${flags[@]}"
    fi
    [ ! -f "$app/ipcommand.jsa" ] || flags+=("-XX:SharedArchiveFile=$app/ipcommand.jsa" -Xlog:cds=off -Xlog:cds+dynamic=off)
  fi
  exec "$java" "${flags[@]}" -cp "$classpath" "$main" "$@"
}
