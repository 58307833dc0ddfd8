import Foundation
import Testing

/// A person who judges on the pages of a desk that was started by its command: another HTTP client, which follows links, fills the form and
/// confirms it.
enum DeskVisitor {
  static func rule(home: String, pay amount: String, because finding: String) throws -> String {
    let desk = try RunningProgram(["arbiter", "desk", "--home", home, "--json"])
    defer {
      desk.signal(SIGTERM)
      _ = desk.end()
    }
    let said = try desk.wait(for: "}\n")
    let link = try #require(said.firstMatch(of: /"link":"([^"]+)"/)).output.1
    let run = try SemperProgram.run(
      ["python3", "-c", script, String(link), amount, finding], program: "/usr/bin/env")
    #expect(run.status == 0, "\(run.output) \(run.errors)")
    return run.output
  }

  private static let script = """
    from html import unescape
    from http.cookiejar import CookieJar
    from re import S, findall, search
    from sys import argv
    from urllib.parse import urlencode
    from urllib.request import HTTPCookieProcessor, ProxyHandler, Request, build_opener

    link, amount, finding = argv[1:]
    origin = link[:link.index("/", 8)]
    browser = build_opener(ProxyHandler({}), HTTPCookieProcessor(CookieJar()))

    def get(path):
        return browser.open(origin + path).read().decode()

    def submit(page, end, **typed):
        for action, body in findall(r'<form[^>]* action="([^"]*)"[^>]*>(.*?)</form>', page, S):
            if action.split("?")[0].endswith(end):
                hidden = findall(r'type="hidden" name="(\\w+)" value="([^"]*)"', body)
                fields = {name: unescape(value) for name, value in hidden} | typed
                data = urlencode(fields).encode()
                request = Request(origin + unescape(action), data, {"Origin": origin})
                return browser.open(request).read().decode()
        raise SystemExit("no form leads to " + end)

    cases = submit(get(link[len(origin):]), "/enter")
    case = unescape(search(r'<h3><a href="([^"]*)"', cases).group(1))
    page = get(case)
    asked = submit(page, "/check", ruling="pay", amount=amount, finding=finding)
    print(submit(asked, "/ruling"))
    """
}
