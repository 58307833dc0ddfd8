import Foundation
import SemperCoding
import SemperCommerce
import SemperCommunicationHTTP
import SemperModel
import SemperTerms
import SemperTermsYAML

/// A ready-made service and the scenario of it that is going to be played.
struct ServiceStage {
  let name: String
  /// The file of its terms.
  let terms: String
  let scenario: TermsScenario
  private let authored: JSON

  /// - Parameter scenario: by its name; by default the first one, which is the good course.
  init(_ name: String, scenario: String?, in services: String) throws {
    let shelf = ServiceShelf(path: services)
    guard shelf.names.contains(name) else {
      throw DemoError(
        .demoErrorService, ["service": name, "folder": services, "known": shelf.names.joined(separator: ", ")])
    }
    self.name = name
    terms = shelf.file(of: name)
    authored = try ServiceFile(terms, services: services).authored.json
    let all = try TermsScenario.all(of: ServiceFile.document("\(services)/\(name)/scenarios.yaml").json)
    guard let found = scenario.map({ wanted in all.first { $0.name == wanted } }) ?? all.first else {
      throw DemoError(
        .demoErrorScenario, ["service": name, "known": all.map(\.name).joined(separator: "; ")])
    }
    self.scenario = found
  }

  /// - Parameter content: what stands wherever a document names content.
  func script(content: SemperModel.Digest) throws -> ScenarioScript {
    guard let script = try ScenarioScript(scenario, under: authored, content: content) else {
      throw DemoError(.demoErrorRefusal, ["scenario": scenario.name])
    }
    return script
  }
}
