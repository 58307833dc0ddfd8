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
