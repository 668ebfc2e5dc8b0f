"""deploy/demo.yaml, as `docker compose up` would start it."""
import re

from proving.container import Container
from proving.engine import HERE
from proving.say import check, load_yaml
from proving.visitor import connect, ring


def started(name, services, image, work):
    """A service of the file. Ports need not be published: all share the network
    of whoever looks."""
    asked = services[name]
    mounts = []
    for each in asked.get("tmpfs", []):
        inside, _, options = each.partition(":")
        mounts.append((["-t", "tmpfs", "-o", options, "tmpfs"], inside))
    command = [word.replace("$$", "$") for word in asked.get("command", [])]
    return Container(image, f"{work}/{name}.log", asked.get("environment"),
                     mounts, asked.get("entrypoint"), command)


def prove_demo(image, work):
    services = load_yaml(f"{HERE}/demo.yaml")["services"]
    with started("service", services, image, work) as service, \
         started("simulator", services, image, work) as simulator:
        service.wait_until_healthy()
        with started("guide", services, image, work) as guide:
            status, said = guide.wait()
        print(said, end="")
        link = re.search(r"http\S+/calendar/connect\?link=\S+", said)
        good = [check("the guide", status == 0 and link is not None)]
        if not all(good):
            return good
        microsoft = services["service"]["environment"]["MICROSOFT_LOGIN_URL"]
        good += [connect(link[0]), ring(service, microsoft)]
        for name, each in (("service", service), ("simulator", simulator)):
            status = each.stop()
            good.append(check(f"SIGTERM to the {name}", status == 0,
                              f"exit status {status}"))
        if not all(good):
            service.show_log()
    return good
