import Foundation
import Testing

/// The exchanges between real processes with certificates in X.509 and with money on accounts.
@Suite(.serialized) struct ExchangeFormTests {
  static let certifying = ["payment-with-receipt", "conditional-access", "contract-signing", "mixed"]
  static let paying = ["payment-with-receipt", "fair-purchase", "money-exchange", "mixed"]

  @Test("a certificate is X.509, OpenSSL reads it, and the evidence verifies", arguments: certifying)
  func certifies(_ cell: String) throws {
    let folder = DemoFolder()
    let result = try Self.run(cell, ["--form", "x509"], in: folder, ["completed"])
    #expect(result["form"] as? String == "x509")
    let found = Self.received(in: folder, ending: ".pem")
    #expect(found.count == (cell == "contract-signing" || cell == "mixed" ? 2 : 1))
    for certificate in found {
      let text = try Self.openssl(["x509", "-in", certificate, "-noout", "-text", "-pubkey"])
      #expect(text.status == 0 && text.output.contains("Subject: CN = Diploma of a course in distance learning"))
      #expect(text.output.contains("1.2.840.113556.1.8000.2554.28444"), "the condition is in it")
      let key = try String(contentsOfFile: Self.holder(of: certificate, in: folder), encoding: .utf8)
      #expect(text.output.contains(key), "it is for its holder's key")
      let root = ["-CAfile", folder.path + "/issuer/root.pem", certificate]
      #expect(try Self.openssl(["verify", "-ignore_critical"] + root).status == 0, "the issuer has signed it")
      let strict = try Self.openssl(["verify"] + root)
      #expect(strict.status != 0 && strict.errors.contains("critical extension"), "who does not know it refuses it")
      let staple = try Data(contentsOf: URL(filePath: certificate.replacing(".pem", with: ".json")))
      let read = try #require(try JSONSerialization.jsonObject(with: staple) as? [String: Any])
      #expect(read["opening"] is String || read["resolution"] != nil)
    }
  }

  @Test(
    "an exchange of a certificate ends fairly",
    arguments: [
      ("conditional-access", "originator-vanishes", ["completed", "aborted"]),
      ("payment-with-receipt", "crash-responder", ["completed", "aborted"]),
      ("contract-signing", "arbiter-down", ["completed"]), ("mixed", "bad-goods-originator", ["aborted"]),
    ])
  func certifiesFairly(_ cell: String, _ fault: String, _ outcomes: [String]) throws {
    let folder = DemoFolder()
    let result = try Self.run(cell, ["--form", "x509", "--fail", fault], in: folder, outcomes)
    let isCompleted = result["outcome"] as? String == "completed"
    #expect(Self.received(in: folder, ending: ".pem").isEmpty != isCompleted)
  }

  @Test("money is locked on accounts, and the evidence verifies", arguments: paying)
  func paysFromAnAccount(_ cell: String) throws {
    let folder = DemoFolder()
    let result = try Self.run(cell, ["--lock", "account"], in: folder, ["completed"])
    #expect(result["lock"] as? String == "account" && result["level"] as? String == "SW")
    let held = ["originatorHolds", "responderHolds"].flatMap { result[$0] as? [[String: Any]] ?? [] }
    #expect(held.contains { $0["kind"] as? String == "money" })
  }

  @Test(
    "an exchange with money on accounts ends fairly",
    arguments: [
      ("payment-with-receipt", "bank-down", ["completed", "aborted"]),
      ("payment-with-receipt", "arbiter-gone", ["settled"]),
      ("fair-purchase", "bad-goods-originator", ["aborted"]),
      ("fair-purchase", "responder-vanishes", ["completed", "aborted"]),
      ("money-exchange", "originator-vanishes", ["completed", "aborted"]),
    ])
  func paysFairlyFromAnAccount(_ cell: String, _ fault: String, _ outcomes: [String]) throws {
    _ = try Self.run(cell, ["--lock", "account", "--fail", fault], in: DemoFolder(), outcomes)
  }

  @Test("what a cell does not give has no other form")
  func refuses() throws {
    for (cell, more) in [
      ("certified-mail", ["--form", "x509"]), ("certificate-transfer", ["--form", "x509"]),
      ("contract-signing", ["--lock", "account"]), ("payment", ["--lock", "account"]),
      ("information-exchange-with-bond", ["--lock", "account"]),
    ] {
      #expect(try SemperProgram.run(["exchange", "run", cell] + more).status == 64, "\(cell) \(more)")
    }
  }

  /// Runs it, and sees that its end is fair, as one of these, with evidence that verifies.
  private static func run(
    _ cell: String, _ more: [String], in folder: DemoFolder, _ outcomes: [String]
  ) throws -> [String: Any] {
    let run = try SemperProgram.run(["exchange", "run", cell, "--json", "--dir", folder.path] + more)
    #expect(run.status == 0, "\(run.output) \(run.errors)")
    let result = try run.object()
    #expect(result["fair"] as? Bool == true && outcomes.contains(result["outcome"] as? String ?? ""), "\(run.output)")
    try ExchangeTests.verify(result)
    return result
  }

  /// What lies in both parties' places for what they have got.
  private static func received(in folder: DemoFolder, ending: String) -> [String] {
    ["proposer", "invited"].flatMap { side in
      let place = "\(folder.path)/\(side)/received"
      let files = (try? FileManager.default.subpathsOfDirectory(atPath: place)) ?? []
      return files.filter { $0.hasSuffix(ending) }.map { "\(place)/\($0)" }
    }
  }

  /// The public key of whoever has got a certificate.
  private static func holder(of certificate: String, in folder: DemoFolder) -> String {
    let side = certificate.hasPrefix(folder.path + "/proposer") ? "proposer" : "invited"
    return "\(folder.path)/goods/\(side)/holder.pem"
  }

  private static func openssl(_ arguments: [String]) throws -> SemperProgram.Run {
    try SemperProgram.run(["openssl"] + arguments, program: "/usr/bin/env")
  }
}
