import ArgumentParser
import Foundation
import SemperCoding
import SemperModel
import SemperTerms
import SemperTermsYAML

/// The checker of terms against their size: each ready-made service, and rows of states of which each doubles what can happen.
struct CheckerBenchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "checker", abstract: "How long terms of business take to check, by their size.")

  @Option(help: "The folder of ready-made services.") var services: String
  @Option var rounds = 3
  @Option(help: "Seconds a round lasts.") var seconds = 0.3

  private var loop: Loop { Loop(seconds: seconds, rounds: rounds) }

  func run() throws {
    var report = Report()
    for name in try FileManager.default.contentsOfDirectory(atPath: services).sorted() {
      guard FileManager.default.fileExists(atPath: "\(services)/\(name)/terms.yaml") else { continue }
      try report.add(measured(name, try authored(name)))
    }
    var shortest: Measurement?
    for states in [8, 16, 32, 64] {
      let row = try measured("a row of \(states) states", Self.row(of: states))
      try report.add(shortest.map { row.over($0) } ?? row)
      shortest = shortest ?? row
    }
    report.printTable()
  }

  /// Terms as `semper service check` gets them.
  private func authored(_ name: String) throws -> JSON {
    func written(_ name: String) throws -> JSON {
      try YAMLDocument(String(contentsOfFile: "\(services)/\(name)/terms.yaml", encoding: .utf8)).json
    }
    return try AuthoredTerms(written(name)) { try written($0) }.json
  }

  private func measured(_ name: String, _ terms: JSON) throws -> Measurement {
    let report = try TermsChecker.report(on: terms)
    guard !report.findings.contains(where: { $0.check == .form }) else {
      throw BenchmarkError("\(name) is no service: \(report.findings.first?.message ?? "")")
    }
    let bytes = CanonicalJSON.encode(terms)
    let states: Int = if case .object(let found)? = terms["states"] { found.members.count } else { 0 }
    let rate = try loop.rate { _ = try TermsChecker.report(on: terms) }
    let parse = try loop.rate { _ = try CanonicalJSON.parse(bytes, limits: .statement(bytes: 1 << 20)) }
    return Measurement("checker", name, "checks/s", rate)
      .over(parse.median, "parsing its JSON")
      .with("states", Double(states)).with("situations", Double(report.situations))
      .with("kB", Double(bytes.count) / 1e3).with("ms a check", 1_000 / rate.median)
  }

  /// An order, a contract, and then documents and choices in turn. The buyer may stop at each choice.
  private static func row(of count: Int) -> JSON {
    var states: [String: JSON] = [
      "s0": transfer("offer", "seller", phase: "offer", then: "s1"),
      "s1": transfer("order", "buyer", phase: "order", then: "s2"),
      "s2": .fields([
        "exchange": .array([
          .fields(["from": "seller".json, "give": "contract".json]),
          .fields(["from": "buyer".json, "give": "contract".json]),
        ]), "failed": "end.nothing".json, "fair": "none".json, "phase": "contract".json, "then": "s3".json,
        "within": "PT1H".json,
      ]),
    ]
    for number in 3..<count {
      let next = number + 1 < count ? "s\(number + 1)" : "end.done"
      states["s\(number)"] =
        number % 2 == 1
        ? transfer("note", "seller", phase: "service", then: next)
        : .fields([
          "choose": "buyer".json, "options": .fields(["more": next.json, "stop": "end.done".json]),
          "phase": "service".json, "timeout": "end.done".json, "within": "PT1H".json,
        ])
    }
    let items = [
      "contract": "semper-contract", "note": "document", "offer": "semper-offer", "order": "semper-order",
    ]
    let note: JSON = .fields(["fields": .fields(["text": .fields(["most": 80.json, "type": "text".json])])])
    return .fields([
      "forms": .fields(["note": note]),
      "items": .object(JSONObject(items.map { ($0.key, $0.value.json) })),
      "limits": .fields([
        "maxDuration": "P30D".json, "maxPrice": .fields(["amount": "1.00".json, "currency": "EUR".json]),
      ]), "service": "a-row".json, "start": "s0".json, "states": .object(JSONObject(states.map { ($0.key, $0.value) })),
      "version": "1.0.0".json,
    ])
  }

  private static func transfer(_ item: String, _ side: String, phase: String, then next: String) -> JSON {
    .fields([
      "else": "end.nothing".json, "from": side.json, "phase": phase.json, "then": next.json, "transfer": item.json,
      "within": "PT1H".json,
    ])
  }
}
