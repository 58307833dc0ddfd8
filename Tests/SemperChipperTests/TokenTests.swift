import Foundation
import SemperChipper
import SemperCryptography
import Testing

/// Keys that live in a PKCS #11 token: a merchant's module's, and a mint's.
@Suite struct TokenTests {
  /// SoftHSM2 with a token of its own; the key goes in once, pays, and is never given out.
  @Test(.enabled(if: Machine.hasSoftToken, "without softhsm2 keys are tried in memory only; make deps installs it"))
  func aModulePaysWithItsKeyInAToken() throws {
    try withToken { environment in
      let run = try Machine.run(
        [Machine.station(), "token", Machine.softToken, "module", "2580"], environment: environment)
      #expect(run.status == 0, "\(run.output)")
      let wrong = try Machine.run(
        [Machine.station(), "token", Machine.softToken, "module", "0000"], environment: environment)
      #expect(wrong.status != 0 && wrong.output.contains("refuses the PIN"), "\(wrong.output)")
      try expectGuarded("purchase", environment)
    }
  }

  /// A mint makes its keys in the token, issues coins with them and takes them back, also after a restart.
  @Test(.enabled(if: Machine.hasSoftToken, "without softhsm2 keys are tried in memory only; make deps installs it"))
  func aMintKeepsItsKeysInAToken() throws {
    try withToken { environment in
      let run = try Machine.run(
        [Machine.station(), "mint", Machine.softToken, "module", "2580"], environment: environment)
      #expect(run.status == 0, "\(run.output)")
      try expectGuarded("semper mint", environment)
    }
  }

  private func withToken(_ body: ([String: String]) throws -> Void) throws {
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
    try body(environment)
  }

  /// What another program of the machine sees of the key.
  private func expectGuarded(_ label: String, _ environment: [String: String]) throws {
    guard FileManager.default.isExecutableFile(atPath: "/usr/bin/pkcs11-tool") else { return }
    let seen = try Machine.run(
      ["/usr/bin/pkcs11-tool", "--module", Machine.softToken, "--login", "--pin", "2580", "-O"],
      environment: environment)
    #expect(seen.output.contains(label) && seen.output.contains("sensitive"), "\(seen.output)")
    #expect(!seen.output.contains("extractable,") || seen.output.contains("never extractable"), "\(seen.output)")
  }

  @Test func aMachineWithoutTokenSaysSo() {
    for library in ["libno-such-thing.so", "libc.so.6"] {
      let failure = #expect(throws: TokenFailure.self) { try Token(library: library, label: "x", pin: "1234") }
      #expect(failure?.code == .noLibrary)
    }
  }
}
