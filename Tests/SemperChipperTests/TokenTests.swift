import Foundation
import SemperChipper
import Testing

/// A merchant's module whose key of purchases lives in a PKCS #11 token.
@Suite struct TokenTests {
  /// SoftHSM2 with a token of its own; the key goes in once, pays, and is never given out.
  @Test(.enabled(if: Machine.hasSoftToken, "without softhsm2 keys are tried in memory only; make deps installs it"))
  func aModulePaysWithItsKeyInAToken() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "semper-token-\(UUID().uuidString)")
    let tokens = folder.appending(path: "tokens")
    try FileManager.default.createDirectory(at: tokens, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let configuration = folder.appending(path: "softhsm2.conf")
    try Data("directories.tokendir = \(tokens.path)\nobjectstore.backend = file\nlog.level = ERROR\n".utf8)
      .write(to: configuration)
    let environment = ["SOFTHSM2_CONF": configuration.path]
    let made = try Machine.run(
      [
        "/usr/bin/softhsm2-util", "--init-token", "--free", "--label", "module", "--so-pin", "87654321", "--pin",
        "2580",
      ],
      environment: environment)
    try #require(made.status == 0, "\(made.output)")
    let run = try Machine.run(
      [Machine.station(), "token", Machine.softToken, "module", "2580"], environment: environment)
    #expect(run.status == 0, "\(run.output)")
    let wrong = try Machine.run(
      [Machine.station(), "token", Machine.softToken, "module", "0000"], environment: environment)
    #expect(wrong.status != 0 && wrong.output.contains("refuses the PIN"), "\(wrong.output)")
    try expectGuarded(environment)
  }

  /// What another program of the machine sees of the key.
  private func expectGuarded(_ environment: [String: String]) throws {
    guard FileManager.default.isExecutableFile(atPath: "/usr/bin/pkcs11-tool") else { return }
    let seen = try Machine.run(
      ["/usr/bin/pkcs11-tool", "--module", Machine.softToken, "--login", "--pin", "2580", "-O"],
      environment: environment)
    #expect(seen.output.contains("purchase") && seen.output.contains("sensitive"), "\(seen.output)")
    #expect(!seen.output.contains("extractable,") || seen.output.contains("never extractable"), "\(seen.output)")
  }

  @Test func aMachineWithoutTokenSaysSo() {
    for library in ["libno-such-thing.so", "libc.so.6"] {
      let failure = #expect(throws: TokenFailure.self) { try Token(library: library, label: "x", pin: "1234") }
      #expect(failure?.code == .noLibrary)
    }
  }
}
