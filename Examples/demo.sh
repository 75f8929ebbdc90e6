#!/usr/bin/env bash
# Shows the library and the tool at work on a copy of Samples/tasks.json, and checks at every step
# that what is shown is right. `./run demo` builds both programs and starts this.
set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")"

sample=$PWD/Samples/tasks.json
PATH=${DATABRIDGE_BIN:?"set it to the folder of the built programs, or use ./run demo"}:$PATH
unset COLUMNS

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
mkdir before
cp "$sample" tasks.json

bold='' faint='' plain=''
if [ -t 1 ] && [ -z "${NO_COLOR:-}" ]; then bold=$'\e[1m' faint=$'\e[2m' plain=$'\e[0m'; fi

fail() {
    printf '\ndemo: %s\n' "$*" >&2
    exit 1
}

heading() { printf '\n%s== %s%s\n' "$bold" "$*" "$plain"; }

# Shows a command and runs it.
run() {
    printf '\n%s$ %s%s\n' "$faint" "$(line "$@")" "$plain"
    "$@"
}

# The same for a command that has to be refused with the given exit code.
refused() {
    local expected=$1 status=0
    shift
    printf '\n%s$ %s%s\n' "$faint" "$(line "$@")" "$plain"
    "$@" 2>&1 || status=$?
    [ "$status" -eq "$expected" ] || fail "exit code $status where $expected was due: $*"
    printf '%s(exit code %d)%s\n' "$faint" "$status" "$plain"
}

# A command as one would type it.
line() {
    local word text=()
    for word in "$@"; do
        case $word in
            *[\ \'\(\)\<\>]*) text+=("'$word'") ;;
            *) text+=("$word") ;;
        esac
    done
    printf '%s' "${text[*]}"
}

expect() {
    local what=$1 expected=$2 found=$3
    [ "$found" = "$expected" ] || fail "$what: expected '$expected', found '$found'"
}

remember() { cp tasks.json before/tasks.json; }

unchanged() {
    cmp before/tasks.json tasks.json || fail 'the file changed and should not have'
    printf '%sThe file: not a byte has changed (cmp).%s\n' "$faint" "$plain"
}

# Shows what changed in the file, and checks how many lines went and came.
changed() {
    local removed=$1 added=$2 difference status=0
    difference=$(git --no-pager diff --no-index --no-prefix --unified=0 before/tasks.json tasks.json) ||
        status=$?
    [ "$status" -eq 1 ] || fail "git diff ended with $status where a difference was due"
    difference=$(sed '1,/^+++/d' <<<"$difference")
    printf '\n%s$ git diff --unified=0%s\n%s\n' "$faint" "$plain" "$difference"
    expect 'lines removed' "$removed" "$(grep -c '^-' <<<"$difference" || true)"
    expect 'lines added' "$added" "$(grep -c '^+' <<<"$difference" || true)"
}

heading '1. A tasks.json as people write it'
run head -n 16 tasks.json
run databridge stats tasks.json --format table

heading '2. Imported into a store of its own'
run databridge import tasks.json --to json:copy.json
expect 'imported tasks' 27 "$(databridge query copy.json /master/tasks --count)"
expect 'imported tasks' 10 "$(databridge query copy.json /feature-sync/tasks --count)"

heading '3. Queried where it lies: the tool, and an app on the same data'
run databridge query tasks.json /master/tasks \
    --where 'status = pending and priority = high' --sort id --fields id,title,dependencies \
    --format table
expect 'urgent tasks' 4 "$(databridge query tasks.json /master/tasks \
    --where 'status = pending and priority = high' --count)"
run task-manager tags
run task-manager next
expect 'the next task' 8 "$(task-manager next | head -n 1 | cut -d ' ' -f 1)"

heading '4. Several changes, one transaction: exactly those lines'
remember
run task-manager set-status 7.10 10.3 8 done
changed 6 6
run databridge set tasks.json /master/tasks 18 priority=high
expect 'the priority of 18' '"high"' \
    "$(databridge query tasks.json /master/tasks --where 'id = 18' --format jsonl |
        grep -o '"priority":"[a-z]*"' | cut -d : -f 2)"

heading '5. A transaction that fails takes everything back'
remember
refused 1 task-manager set-status 14 17 99 done
unchanged
refused 3 databridge delete tasks.json /master/tasks 25 26 99
unchanged
refused 1 task-manager move 20 --to feature-sync
unchanged

heading '6. From one list to another, both or neither'
run task-manager move 18 --to feature-sync
expect 'what no program here knows' 1 "$(databridge query tasks.json /feature-sync/tasks \
    --where 'id = 18 and complexity = 4' --count)"
expect 'tasks in master' 26 "$(databridge query tasks.json /master/tasks --count)"
expect 'tasks in feature-sync' 11 "$(databridge query tasks.json /feature-sync/tasks --count)"
run task-manager validate
run task-manager --tag feature-sync validate

heading '7. Written back without a scar'
cp "$sample" tasks.json
remember
run task-manager set-status 26 done
changed 1 1
run task-manager set-status 26 waiting-for-tide
unchanged

heading '8. What is left to do, and how the store is'
run task-manager list --status pending
run databridge doctor tasks.json --format table
expect 'the health' healthy "$(databridge doctor tasks.json --format json |
    sed -n 's/^  "status": "\([a-z]*\)".*/\1/p')"

printf '\n%sEverything was as it should be.%s\n' "$bold" "$plain"
