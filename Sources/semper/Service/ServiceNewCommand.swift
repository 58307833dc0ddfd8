import ArgumentParser
import Foundation
import SemperCoding
import SemperTermsYAML

/// `semper service new TEMPLATE [FOLDER]`.
struct ServiceNewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new", abstract: "Begin a service of your own from a ready-made one.",
    discussion: "The new folder has the terms, their scenarios and the schema by which editors complete and check them."
  )

  @Argument(help: "A ready-made service, as --list names them.")
  var template: String?
  @Argument(help: "The new folder; it must not exist yet. By default it has the template's name.")
  var folder: String?
  @Flag(help: "Only list the ready-made services.")
  var list = false
  @Flag(help: "With --list: print one JSON array.")
  var json = false
  @Option(help: "The folder of ready-made services.")
  var services = ServiceShelf.usual

  func validate() throws {
    guard list || template != nil else { throw ValidationError("Name a ready-made service; --list shows them.") }
  }

  func run() throws {
    let shelf = ServiceShelf(path: services)
    if list { return try show(shelf) }
    guard let template, shelf.names.contains(template) else {
      throw ValidationError(
        "There is no ready-made service “\(template ?? "")” in “\(services)”; there are \(shelf.names.joined(separator: ", "))."
      )
    }
    let folder = folder ?? template
    guard !FileManager.default.fileExists(atPath: folder) else {
      throw ValidationError(
        "“\(folder)” exists already. Name a folder that does not exist yet, so that nothing is overwritten.")
    }
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    for name in ["terms.yaml", "scenarios.yaml"]
    where FileManager.default.fileExists(atPath: "\(services)/\(template)/\(name)") {
      let text = try String(contentsOfFile: "\(services)/\(template)/\(name)", encoding: .utf8)
      let head = name == "terms.yaml" ? "# yaml-language-server: $schema=terms.schema.json\n" : ""
      try Data((head + text).utf8).write(to: URL(fileURLWithPath: "\(folder)/\(name)"))
    }
    try ServiceSchemaCommand.schema().write(to: URL(fileURLWithPath: "\(folder)/terms.schema.json"))
    Output.line("\(folder)/terms.yaml is yours now. Change its service name, its times and texts; then:")
    Output.line("  semper service check \(folder)/terms.yaml")
    Output.line("  semper service test \(folder)/terms.yaml \(folder)/scenarios.yaml")
  }

  private func show(_ shelf: ServiceShelf) throws {
    let found = try shelf.names.map { name in (name: name, summary: try summary(name, shelf)) }
    guard json else {
      for service in found {
        Output.line(service.name + String(repeating: " ", count: max(1, 34 - service.name.count)) + service.summary)
      }
      return
    }
    Output.json(.array(found.map { .fields(["service": $0.name.json, "summary": $0.summary.json]) }))
  }

  private func summary(_ name: String, _ shelf: ServiceShelf) throws -> String {
    let json = try ServiceFile.document(shelf.file(of: name)).json
    guard case .string(let text)? = json["display"]?["en"]?["summary"] else { return "" }
    return text
  }
}
