import Foundation
import Testing

/// A new wallet: its seed is kept before there is anything that could be lost without it.
@Suite(.serialized) struct WalletInitTests {
  @Test("no wallet without its seed, no seed without its wallet, and no seed in the place of another")
  func seedFirst() throws {
    let demo = try OpenDemo()
    let bank = try #require(
      MachineProcesses.naming(demo.folder.path).first { $0.contains("serve") && $0.dropFirst(2).first == "bank" })
    let port = try #require(bank.firstIndex(of: "--port").map { bank[$0 + 1] })
    let (home, seed) = (demo.folder.path + "/another", demo.folder.path + "/another.seed")
    func made(_ command: String, _ home: String, _ seed: String, port: String) throws -> SemperProgram.Run {
      try SemperProgram.run(
        [
          "wallet", command, "--home", home, "--seed-file", seed, "--trust", demo.folder.path + "/authority/trust.json",
          "--bank", "http://127.0.0.1:\(port)", "--quick", "--json",
        ], environment: ["SEMPER_PASSPHRASE_FILE": demo.folder.path + "/passphrase"])
    }
    func isThere(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

    #expect(try made("init", home, demo.folder.path + "/nowhere/seed", port: port).status == 1)
    #expect(!isThere(home))
    #expect(try made("init", home, seed, port: "1").status == 1)
    #expect(!isThere(home) && !isThere(seed))

    let done = try made("init", home, seed, port: port)
    #expect(done.status == 0, "\(done.errors)")
    let kept = try Data(contentsOf: URL(fileURLWithPath: seed))
    let mode = try FileManager.default.attributesOfItem(atPath: seed)[.posixPermissions] as? Int
    #expect(kept.count == 44 && mode == 0o600)
    let second = try made("init", home + "-2", seed, port: port)
    #expect(second.status == 1 && second.errors.contains("is there already"), "\(second.errors)")
    #expect(try !isThere(home + "-2") && Data(contentsOf: URL(fileURLWithPath: seed)) == kept)
    let again = try made("init", home, seed + "-2", port: port)
    #expect(again.status == 1 && !isThere(seed + "-2"))

    let restored = try made("restore", home + "-3", seed, port: port)
    #expect(restored.status == 0, "\(restored.errors)")
    #expect(try restored.object()["account"] is [String: Any])
  }
}
