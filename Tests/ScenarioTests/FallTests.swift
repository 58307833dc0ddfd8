import Foundation
import Testing

/// Unchanged processes are killed (kill -9) at their durable writes, just before and just after, and start again: whatever
/// the moment, the exchange ends fairly and the evidence verifies.
///
/// Some moments are part of `make test`; `make falls` takes every durable write of every process in every cell.
@Suite(.serialized) struct FallTests {
  @Test(
    "a process dies at a durable write",
    arguments: [
      ("payment-with-receipt", "originator@9", []), ("payment-with-receipt", "bank@2+", []),
      ("fair-purchase", "responder@15+", []), ("conditional-access", "issuer@1", []),
      ("contract-signing", "responder@6", []), ("information-exchange", "arbiter@1", []),
      ("contract-signing", "arbiter@1+", ["--fail", "responder-vanishes"]),
      ("information-transfer", "delivery@1", ["--fail", "responder-vanishes"]),
      ("certificate-transfer", "delivery@2+", ["--fail", "agent-delivers"]),
    ] as [(String, String, [String])])
  func falls(_ cell: String, _ fall: String, _ trouble: [String]) throws {
    #expect(try Self.happens(fall, in: cell, trouble), "it never wrote as often")
  }

  @Test(
    "a process dies where certificates are X.509, and where money is on accounts",
    arguments: [
      ("conditional-access", "issuer@1+", ["--form", "x509"]), ("fair-purchase", "bank@1", ["--lock", "account"]),
      ("fair-purchase", "bank@2+", ["--lock", "account"]),
    ])
  func fallsInAnotherForm(_ cell: String, _ fall: String, _ form: [String]) throws {
    #expect(try Self.happens(fall, in: cell, form), "it never wrote as often")
  }

  /// It would be run undisturbed, and whoever asked for the fall would believe that nothing comes of it.
  @Test(
    "what no process of the cell is called is refused, with what there is",
    arguments: [
      ("payment", "sender@1", "originator, responder, delivery, bank"),
      ("payment", "arbiter@1", "originator, responder, delivery, bank"),
      ("contract-signing", "delivery@1", "originator, responder, arbiter"),
      ("money-exchange", "issuer@1", "originator, responder, arbiter, bank, other-bank"),
      ("conditional-access", "bank@1", "originator, responder, arbiter, issuer"),
      ("information-exchange-by-pieces", "arbiter@1", "originator, responder"),
    ])
  func refusesWhatIsNotThere(_ cell: String, _ fall: String, _ roles: String) throws {
    let run = try SemperProgram.run(["exchange", "run", cell, "--falls", fall])
    #expect(run.status == 64)
    #expect(run.errors.contains("there are \(roles)\n"), "\(run.errors)")
  }

  /// Whether the process wrote so often that it fell. However that is, the end is fair and can be proved.
  private static func happens(_ fall: String, in cell: String, _ more: [String]) throws -> Bool {
    let folder = DemoFolder()
    let run = try SemperProgram.run(
      ["exchange", "run", cell, "--json", "--dir", folder.path, "--falls", fall] + more)
    let what = "\(fall) in \(cell) \(more): \(run.output)"
    #expect(run.status == 0, "\(what) \(run.errors)")
    let result = try run.object()
    #expect(result["fair"] as? Bool == true, "\(what)")
    try ExchangeTests.verify(result)
    return try #require(result["fell"] as? Bool)
  }
}
