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
    // What follows “--” are no options.
    let end = arguments.firstIndex(of: "--") ?? arguments.endIndex
    return try SemperProgram.run(
      ["wallet"] + arguments[..<end] + ["--home", home] + arguments[end...], environment: environment)
  }

  func walletRunning(_ arguments: [String]) throws -> RunningProgram {
    try RunningProgram(["wallet"] + arguments + ["--home", home], environment: environment)
  }

  /// How a role's process was started, and its number.
  private func process(_ role: String) throws -> (number: Int32, arguments: [String]) {
    for entry in try FileManager.default.contentsOfDirectory(atPath: "/proc") {
      guard let number = Int32(entry), let bytes = FileManager.default.contents(atPath: "/proc/\(entry)/cmdline") else {
        continue
      }
      let words = bytes.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
      if words.contains("serve"), words.contains(role), words.contains(folder.path + "/" + role) {
        return (number, Array(words.dropFirst()))
      }
    }
    throw SemperProgram.Unreadable(text: "no \(role) runs in \(folder.path)")
  }

  func killRole(_ role: String) throws { kill(try process(role).number, SIGKILL) }

  /// The arbiter killed and started again as it was; the caller ends it.
  func restartedArbiter() throws -> RunningProgram {
    let before = try process("arbiter")
    kill(before.number, SIGKILL)
    while isAlive(before.number) {}
    let again = try RunningProgram(before.arguments)
    _ = try again.address()
    return again
  }

  private func isAlive(_ number: Int32) -> Bool {
    let state = FileManager.default.contents(atPath: "/proc/\(number)/stat").map { String(decoding: $0, as: UTF8.self) }
    return state.map { !$0.contains(") Z ") } ?? false
  }
}
