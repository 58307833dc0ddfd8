import Foundation
import Testing

/// A key of the mint was stolen: it is revoked by hand, and the wallet's coins under it are exchanged for fresh ones.
@Suite struct RevokedKeyTests {
  @Test("the operator revokes a stolen key, the wallet gets fresh coins for its own, and the books hold")
  func stolenRevokedRecouped() throws {
    let folder = DemoFolder()
    try FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: true)
    let authority = try RunningProgram(
      ["serve", "authority", "--home", folder.path + "/authority", "--port", "0", "--enrol", "bank"])
    let certifier = try authority.address()
    let home = folder.path + "/bank"
    let port = try #require((20_000..<32_000).shuffled().first { MachineProcesses.isFree(port: UInt16($0)) })
    let serving = [
      "serve", "bank", "--home", home, "--port", "\(port)", "--grant", "50.00", "--key-bits", "2048",
      "--largest-exponent", "10", "--authority", certifier, "--token", folder.path + "/authority/enrolment/bank.token",
    ]
    var bank = try RunningProgram(serving)
    let address = try bank.address()
    _ = FileManager.default.createFile(
      atPath: folder.path + "/passphrase", contents: Data("play money only".utf8),
      attributes: [.posixPermissions: 0o600])
    func wallet(_ arguments: [String]) throws -> SemperProgram.Run {
      let run = try SemperProgram.run(
        ["wallet"] + arguments + ["--home", folder.path + "/wallet"],
        environment: ["SEMPER_PASSPHRASE_FILE": folder.path + "/passphrase"])
      #expect(run.status == 0, "\(run.output) \(run.errors)")
      return run
    }
    _ = try wallet([
      "init", "--trust", folder.path + "/authority/trust.json", "--bank", address, "--seed-file", folder.path + "/seed",
      "--quick",
    ])
    // 1024 + 512 + 256 + 128 + 64 + 16 cents.
    _ = try wallet(["withdraw", "20.00"])

    bank.signal(SIGTERM)
    #expect(bank.end().status == 0)
    let before = try Self.audit(home, folder.path + "/before.sqlite")
    let keys = try Self.keys(home)
    let stolen = try #require(keys.first { $0["units"] as? Int == 1024 }?["id"] as? String)
    let unknown = try Self.mint(["revoke", "--home", home, "--key", String(stolen.dropLast(2)) + "AA"])
    #expect(unknown.status != 0, "a key that the mint does not have is not revoked")
    let revoked = try Self.mint(["revoke", "--home", home, "--key", stolen])
    #expect(revoked.status == 0, "\(revoked.errors)")
    #expect(try Self.keys(home).filter { $0["revoked"] != nil }.map { $0["id"] as? String } == [stolen])

    bank = try RunningProgram(serving)
    _ = try bank.address()
    // Under the key that has taken the stolen one's place; the wallet learns of it here, and of its own coins.
    _ = try wallet(["withdraw", "10.24"])
    let balance = try wallet(["balance", "--json"]).object()
    #expect((balance["available"] as? [String: Any])?["amount"] as? String == "30.24", "nothing was lost")

    bank.signal(SIGTERM)
    #expect(bank.end().status == 0)
    let after = try Self.audit(home, folder.path + "/after.sqlite")
    #expect(after["operations"] as? Int == (before["operations"] as? Int).map { $0 + 2 }, "one recoup, one withdrawal")
    #expect(after["outstanding"] as? Int == 3024)
    #expect(try Self.keys(home).filter { $0["units"] as? Int == 1024 && $0["revoked"] == nil }.count >= 1)
    authority.signal(SIGTERM)
    _ = authority.end()
  }

  private static func mint(_ arguments: [String]) throws -> SemperProgram.Run {
    try SemperProgram.run(["mint"] + arguments)
  }

  private static func keys(_ home: String) throws -> [[String: Any]] {
    let listed = try mint(["keys", "--home", home, "--json"])
    #expect(listed.status == 0, "\(listed.errors)")
    return try #require(listed.object()["keys"] as? [[String: Any]])
  }

  private static func audit(_ home: String, _ file: String) throws -> [String: Any] {
    let exported = try mint(["export", "--home", home, "--out", file])
    #expect(exported.status == 0, "\(exported.errors)")
    let audited = try mint(["audit", file, "--json"])
    #expect(audited.status == 0, "\(audited.output) \(audited.errors)")
    return try audited.object()
  }
}
