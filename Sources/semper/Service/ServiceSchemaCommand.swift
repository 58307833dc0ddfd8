import ArgumentParser
import Foundation
import SemperTerms

/// `semper service schema`.
struct ServiceSchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema", abstract: "Print the JSON Schema of terms, for editors.")

  func run() throws { Output.line(String(decoding: try Self.schema(), as: UTF8.self)) }

  static func schema() throws -> Data { Data(TermsChecker.schema) }
}
