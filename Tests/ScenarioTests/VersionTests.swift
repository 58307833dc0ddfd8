import Foundation
import Testing

/// Whoever reports a fault says with which version.
@Suite struct VersionTests {
  @Test func theProgramSaysTheVersionOfTheChangelog() throws {
    let run = try SemperProgram.run(["--version"])
    let version = run.output.trimmingCharacters(in: .whitespacesAndNewlines)
    #expect(run.status == 0 && run.errors.isEmpty, "\(run.errors)")
    #expect(version.wholeMatch(of: /[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.-]+)?/) != nil, "\(version)")
    let changelog = try String(contentsOfFile: SemperProgram.root + "/CHANGELOG.md", encoding: .utf8)
    let newest = try #require(changelog.split(separator: "\n").first { $0.hasPrefix("## ") }).dropFirst(3)
    if newest == "Unreleased" {
      #expect(version.hasSuffix("-unreleased"), "\(version)")
    } else {
      #expect(newest.split(separator: " ").first.map { $0.trimmingPrefix("[").prefix { $0 != "]" } } == version[...])
    }
  }
}
