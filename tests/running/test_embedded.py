"""The embedded servers in fair weather."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import psutil
import psycopg
import pytest
import redis as redis_client

from consortium.embedded import running, urls
from consortium.embedded.paths import LONGEST_SOCKET_PATH, folders
from tests.running.servers import alive, pids


def test_it_only_tells_where_and_makes_nothing(home: Path) -> None:
    assert str(home / "run") in urls(home).database_url
    assert list(home.iterdir()) == []


def test_it_gives_both_servers_and_takes_them_down(home: Path) -> None:
    with running(home, fsync=False) as here:
        with psycopg.connect(here.conninfo) as connection:
            assert connection.execute("SELECT lower('ÇELİK'), current_user").fetchone() == (
                "çelik",
                "consortium",
            )
        with redis_client.Redis.from_url(here.redis_url) as client:
            assert client.config_get("appendonly") == {"appendonly": "yes"}
            assert client.config_get("maxmemory-policy") == {"maxmemory-policy": "noeviction"}
        servers = pids(home)
        assert [alive(pid) for pid in servers] == [True, True]
    assert [alive(pid) for pid in servers] == [False, False]


def test_nothing_listens_on_a_port(home: Path) -> None:
    with running(home, fsync=False):
        for pid in pids(home):
            server = psutil.Process(pid)
            for process in (server, *server.children(recursive=True)):
                assert process.net_connections(kind="inet") == []


def test_the_sockets_are_behind_a_closed_door_and_not_roots(home: Path) -> None:
    with running(home, fsync=False):
        for folder in (folders(home).run, folders(home).postgres, folders(home).redis):
            assert stat.S_IMODE(folder.stat().st_mode) == stat.S_IRWXU
        assert psutil.Process(pids(home)[0]).uids().real == folders(home).postgres.stat().st_uid


def test_only_what_is_asked_for_is_started(home: Path) -> None:
    with running(home, postgres=False):
        assert len(pids(home)) == 1
        assert not folders(home).postgres.exists()


@pytest.mark.parametrize("depth", [1, 20])
def test_the_socket_path_is_never_too_long(home: Path, depth: int) -> None:
    where = folders(home.joinpath(*["deep down"] * depth))
    assert len(str(where.postgres_socket)) <= LONGEST_SOCKET_PATH
    assert (where.run.parent == where.home) is (depth == 1)


def test_a_home_with_a_long_name_and_blanks_works(home: Path) -> None:
    deep = home.joinpath(*["deep down"] * 15)
    with running(deep, fsync=False) as here:
        assert stat.S_IMODE(folders(deep).run.stat().st_mode) == stat.S_IRWXU
        with psycopg.connect(here.conninfo) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
    folders(deep).run.rmdir()  # empty again, but for nothing


def test_data_outlive_a_stop(home: Path) -> None:
    with running(home, fsync=False) as here, psycopg.connect(here.conninfo) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS figure")
    with running(home, fsync=False) as here, psycopg.connect(here.conninfo) as connection:
        assert connection.execute("SELECT figure FROM kept").fetchone() == (7,)


def test_a_second_user_shares_the_servers_and_the_last_one_stops_them(home: Path) -> None:
    first, second = running(home, fsync=False), running(home, fsync=False)
    first.__enter__()
    servers = pids(home)
    second.__enter__()
    assert pids(home) == servers
    first.__exit__(None, None, None)
    assert all(alive(pid) for pid in servers)
    second.__exit__(None, None, None)
    assert not any(alive(pid) for pid in servers)


def test_two_that_start_at_once_do_not_fight(home: Path) -> None:
    together = Barrier(2)

    def start_and_look() -> list[int]:
        together.wait()
        with running(home, fsync=False):
            seen = pids(home)
            together.wait()
        return seen

    with ThreadPoolExecutor(2) as threads:
        one, other = threads.submit(start_and_look), threads.submit(start_and_look)
        assert one.result() == other.result()
    assert not any(alive(pid) for pid in one.result())
