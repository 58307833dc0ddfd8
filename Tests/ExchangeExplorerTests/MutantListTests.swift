import ExchangeExplorer
import Foundation
import Testing

/// The list of mutants fits the code: otherwise `make explore` would show nothing.
@Suite struct MutantListTests {
  private struct Mutant: Decodable {
    let name: String
    let exchange: String
    let file: String?
    let original: String?
    let context: String?
    let mutated: String?
  }

  private static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..")

  private static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }

  private func mutants() throws -> [Mutant] {
    try JSONDecoder().decode([Mutant].self, from: Data(Self.text("Tests/ExchangeExplorer/Mutants/mutants.json").utf8))
  }

  @Test func eachSnippetOccursOnceAndEachExchangeIsKnown() throws {
    let mutants = try mutants()
    #expect(mutants.count >= 200)
    #expect(Set(mutants.map(\.name)).count == mutants.count)
    for mutant in mutants {
      #expect(AgendaTask(words: mutant.exchange) != nil, "\(mutant.name)")
      guard let file = mutant.file else {
        #expect(AgendaTask(words: mutant.exchange)?.breaksAssumption == true, "“\(mutant.name)” changes nothing")
        continue
      }
      let original = try #require(mutant.original)
      #expect(mutant.mutated != nil && mutant.mutated != original)
      let context = mutant.context ?? original
      #expect(try Self.text(file).components(separatedBy: context).count == 2, "\(mutant.name)")
      #expect(context.components(separatedBy: original).count == 2, "\(mutant.name)")
    }
  }

  /// How each of them shows stands beside the list, as `make explore ARGS=--write-traces` wrote it.
  @Test func eachHasATrace() throws {
    let traces = try Self.text("Tests/ExchangeExplorer/Mutants/traces.txt").components(separatedBy: "\n\n")
    for (index, mutant) in try mutants().enumerated() {
      let title = "mutant \(index + 1), \(mutant.name): caught\n"
      let trace = try #require(traces.first { $0.hasPrefix(title) }, "\(mutant.name)")
      // What can never come is missing from the beginning on, before anything has happened.
      let hasStory = trace.contains("\n    1. ") || trace.contains("can never")
      #expect(trace.contains("VIOLATION of ") && hasStory, "\(mutant.name)")
    }
  }

  /// The switch of the mutants exists in their copy of the package only.
  @Test func noProgramKnowsTheSwitch() throws {
    let name = String("tnatuMdetnalP".reversed())
    let files = FileManager.default.enumerator(atPath: Self.root.path + "/Sources")
    while let file = files?.nextObject() as? String {
      guard file.hasSuffix(".swift") else { continue }
      #expect(try !Self.text("Sources/" + file).contains(name))
    }
    let own = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
    #expect(try !knows(own, name))
    // What is delivered, if it has been built: continuous integration builds it before it tests.
    let release = own.deletingLastPathComponent().appending(path: "../release").standardizedFileURL
    for program in ["semper", "explore"] {
      let binary = release.appending(path: program)
      guard FileManager.default.fileExists(atPath: binary.path) else {
        #expect(program != "semper" || ProcessInfo.processInfo.environment["CI"] != "true", "\(binary.path)")
        continue
      }
      #expect(try !knows(binary, name), "\(binary.path)")
    }
  }

  private func knows(_ binary: URL, _ name: String) throws -> Bool {
    try Data(contentsOf: binary, options: .alwaysMapped).range(of: Data(name.utf8)) != nil
  }
}
