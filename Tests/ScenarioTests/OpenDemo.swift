import Foundation
import Testing

/// An open demonstration that has said where its shop is.
final class OpenDemo {
  let folder = DemoFolder()
  let program: RunningProgram
  let shop: String
  var home: String { folder.path + "/wallet" }

  init(_ arguments: [String] = []) throws {
    let content = folder.path + "-content"
    let build = try SemperProgram.run(
      ["python3", SemperProgram.root + "/courses/build.py", "--course", "fair-exchange", "--out", content],
      program: "/usr/bin/env")
    #expect(build.status == 0, "\(build.errors)")
    program = try RunningProgram(["demo", "--dir", folder.path, "--courses", content] + arguments)
    let greeting = try program.wait(for: "Ctrl-C ends everything")
    let line = try #require(greeting.split(separator: "\n").first { $0.hasPrefix("The shop is open:") })
    shop = try #require(line.split(separator: " ").last.map { String($0.dropLast()) })
  }

  deinit {
    program.signal(SIGTERM)
    _ = program.end()
    try? FileManager.default.removeItem(atPath: folder.path + "-content")
  }

  func get(_ path: String) throws -> String {
    let fetch = "import sys, urllib.request as r; sys.stdout.buffer.write(r.urlopen(sys.argv[1]).read())"
    let page = try SemperProgram.run(["python3", "-c", fetch, shop + path], program: "/usr/bin/env")
    #expect(page.status == 0, "\(page.errors)")
    return page.output
  }

  /// The link on the page of the only course, as a browser would follow it.
  func link() throws -> String {
    let page = try get("/courses/fair-exchange?lang=en")
    let start = try #require(page.range(of: "href=\"web+semper:"))
    let rest = page[page.index(start.lowerBound, offsetBy: 6)...]
    return String(rest.prefix { $0 != "\"" })
  }

  private var environment: [String: String] { ["SEMPER_PASSPHRASE_FILE": folder.path + "/passphrase"] }

  func wallet(_ arguments: [String]) throws -> SemperProgram.Run {
    try SemperProgram.run(["wallet"] + arguments + ["--home", home], environment: environment)
  }

  func walletRunning(_ arguments: [String]) throws -> RunningProgram {
    try RunningProgram(["wallet"] + arguments + ["--home", home], environment: environment)
  }
}
