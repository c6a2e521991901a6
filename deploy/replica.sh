#!/bin/sh
# A copy of the database that follows the primary: made, put in the primary's place, or made of an old primary.
#
#   replica.sh make NAME PRIMARY      an empty PGDATA becomes a copy that follows; start the server afterwards
#   replica.sh promote [--even-so]    the primary is lost: this copy takes its place at once
#   replica.sh rejoin NAME PRIMARY    the old primary, which must not run, follows the new one; start it afterwards
#
# Run as the server's owner (postgres) with PGDATA set and PostgreSQL's programs on the PATH. NAME is this machine's,
# letters and digits; the primary keeps its log for a slot of that name, and knows it by it as one that confirms saves.
# PRIMARY tells how the primary is reached as a superuser: "host=db1 user=postgres". CONFIG names postgresql.conf where
# it does not lie in PGDATA (Debian). Nothing but PGDATA is changed here.
set -eu

say() { echo "replica.sh: $*" >&2; }
fail() { say "$*"; exit 1; }
ask() { psql --no-psqlrc --quiet --tuples-only --no-align --set=ON_ERROR_STOP=1 "$@"; }

runs() { pg_ctl --pgdata="$PGDATA" status >/dev/null 2>&1; }

slot_on() {
    ask --dbname="$2 dbname=postgres" --command="SELECT FROM pg_create_physical_replication_slot('$1')
        WHERE NOT EXISTS (SELECT FROM pg_replication_slots WHERE slot_name = '$1')"
}

make_copy() {
    slot_on "$1" "$2"
    pg_basebackup --pgdata="$PGDATA" --dbname="$2 application_name=$1" --slot="$1" --write-recovery-conf \
        --wal-method=stream --checkpoint=fast
    : >"$PGDATA/standby.signal"
    say "done; start the server, and it follows as $1"
}

promote() {
    runs || fail "no server runs on $PGDATA"
    [ "$(ask --dbname=postgres --command='SELECT pg_is_in_recovery()')" = t ] || fail "this server follows nobody"
    primary=$(ask --dbname=postgres --command='SHOW primary_conninfo')
    if [ "${1-}" != --even-so ] && PGCONNECT_TIMEOUT=3 ask --dbname="$primary dbname=postgres" --command='SELECT 1' \
        >/dev/null 2>&1; then
        fail "the primary answers; two primaries would part for ever. Stop it first, or: replica.sh promote --even-so"
    fi
    # It came along with the copy, and would let every save wait for a machine that is lost, or for this very one.
    ask --dbname=postgres --command="ALTER SYSTEM SET synchronous_standby_names = ''"
    pg_ctl --pgdata="$PGDATA" --wait promote >/dev/null
    say "this server is the primary. Saves are confirmed by it alone until another follows and is named again"
}

rejoin() {
    runs && fail "the server on $PGDATA runs; stop it first"
    slot_on "$1" "$2"
    # Slots of its time as a primary would keep its log for ever; pg_rewind leaves them where they are.
    rm -rf "$PGDATA"/pg_replslot/*
    pg_rewind --target-pgdata="$PGDATA" --source-server="$2 dbname=postgres" ${CONFIG:+--config-file="$CONFIG"} \
        || fail "it cannot be led back: move $PGDATA away and make it anew: replica.sh make $1 \"$2\""
    cat >>"$PGDATA/postgresql.auto.conf" <<END
primary_conninfo = '$2 application_name=$1'
primary_slot_name = '$1'
END
    : >"$PGDATA/standby.signal"
    say "done; start the server, and it follows as $1"
}

case "${1-}:$#" in
make:3 | rejoin:3 | promote:1 | promote:2) [ -n "${PGDATA-}" ] || fail "PGDATA is not set" ;;
*) sed -n '2,/^$/s/^# \{0,1\}//p;/^set/q' "$0" >&2; exit 2 ;;
esac
case "$1:$#" in
make:3 | rejoin:3)
    case "$2" in '' | *[!a-z0-9_]*) fail "a name is of small letters, digits and _" ;; esac
    case "$3" in *\'*) fail "PRIMARY must hold no apostrophe" ;; esac
    if [ "$1" = make ]; then make_copy "$2" "$3"; else rejoin "$2" "$3"; fi
    ;;
*) promote "${2-}" ;;
esac
