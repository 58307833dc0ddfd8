import Foundation
import Testing

/// Unchanged processes are killed (kill -9) at their durable writes, just before and just after, and start again: whatever
/// the moment, the exchange ends fairly and the evidence verifies.
///
/// Some moments are part of `make test`; `make falls` takes every durable write of every process in every cell.
@Suite(.serialized) struct FallTests {
  /// A process of an exchange, perhaps with a trouble that makes it do more.
  struct Place: Sendable, CustomTestStringConvertible {
    let cell: String
    let process: String
    var trouble: String?
    /// Another form of what is given, as an option.
    var form: [String] = []
    var testDescription: String {
      ([process, "in", cell] + form + (trouble.map { ["while", $0] } ?? [])).joined(separator: " ")
    }
  }

  private static let banks: [String: [String]] = [
    "payment-with-receipt": ["bank"], "fair-purchase": ["bank"], "money-exchange": ["bank", "other-bank"],
    "information-exchange-with-bond": ["bank"], "mixed": ["bank"],
  ]

  static let places =
    ExchangeTests.cells.flatMap { cell in
      let processes =
        ["originator", "responder"] + (banks[cell] ?? []) + (cell == "conditional-access" ? ["issuer"] : [])
        + (cell == "information-exchange" ? ["arbiter"] : [])
      // Where nobody is in trouble the arbiter has nothing to write.
      return processes.map { Place(cell: cell, process: $0) }
        + ["originator-vanishes", "responder-vanishes"].map { Place(cell: cell, process: "arbiter", trouble: $0) }
    } + [
      Place(cell: "conditional-access", process: "issuer", form: ["--form", "x509"]),
      Place(cell: "fair-purchase", process: "bank", form: ["--lock", "account"]),
      Place(cell: "fair-purchase", process: "originator", form: ["--lock", "account"]),
      Place(cell: "fair-purchase", process: "responder", form: ["--lock", "account"]),
    ]

  @Test(
    "a process dies at a durable write",
    arguments: [
      ("payment-with-receipt", "originator@9", nil), ("payment-with-receipt", "bank@2+", nil),
      ("fair-purchase", "responder@15+", nil), ("conditional-access", "issuer@1", nil),
      ("contract-signing", "responder@6", nil), ("information-exchange", "arbiter@1", nil),
      ("contract-signing", "arbiter@1+", "responder-vanishes"),
    ] as [(String, String, String?)])
  func falls(_ cell: String, _ fall: String, _ trouble: String?) throws {
    #expect(try Self.happens(fall, in: Place(cell: cell, process: "", trouble: trouble)), "it never wrote as often")
  }

  @Test(
    "a process dies where certificates are X.509, and where money is on accounts",
    arguments: [
      ("conditional-access", "issuer@1+", ["--form", "x509"]), ("fair-purchase", "bank@1", ["--lock", "account"]),
      ("fair-purchase", "bank@2+", ["--lock", "account"]),
    ])
  func fallsInAnotherForm(_ cell: String, _ fall: String, _ form: [String]) throws {
    #expect(try Self.happens(fall, in: Place(cell: cell, process: "", form: form)), "it never wrote as often")
  }

  @Test(
    "a process dies at each of its durable writes",
    .enabled(if: ProcessInfo.processInfo.environment["SEMPER_FALLS"] != nil), arguments: places)
  func fallsAnywhere(_ place: Place) throws {
    for after in ["", "+"] {
      var write = 1
      while try Self.happens("\(place.process)@\(write)\(after)", in: place) { write += 1 }
      #expect(write > 1, "\(place.process) has written nothing")
    }
  }

  /// Whether the process wrote so often that it fell. However that is, the end is fair and can be proved.
  private static func happens(_ fall: String, in place: Place) throws -> Bool {
    let folder = DemoFolder()
    let trouble = place.trouble.map { ["--fail", $0] } ?? []
    let run = try SemperProgram.run(
      ["exchange", "run", place.cell, "--json", "--dir", folder.path, "--falls", fall] + trouble + place.form)
    #expect(run.status == 0, "\(place.testDescription) \(fall): \(run.output) \(run.errors)")
    let result = try run.object()
    #expect(result["fair"] as? Bool == true, "\(place.testDescription) \(fall): \(run.output)")
    try ExchangeTests.verify(result)
    return try #require(result["fell"] as? Bool)
  }
}
