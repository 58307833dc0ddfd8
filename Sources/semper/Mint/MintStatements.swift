import ArgumentParser
import Foundation
import SemperCoding
import SemperCommerce
import SemperCommunication
import SemperCommunicationHTTP
import SemperCryptography
import SemperModel

/// `semper mint statements ADDRESS --out FILE`.
struct MintStatements: AsyncParsableCommand {
  private static let largest = 16 << 20
  static let configuration = CommandConfiguration(
    commandName: "statements", abstract: "Keep the signed statements that a mint publishes of its books.",
    discussion: """
      Who keeps them can show later that the books were rewritten: semper mint audit BOOKS --seen FILE. Statements that the \
      file holds already stay in it, whatever the mint says now.
      """)

  @OptionGroup var bank: ArbiterOptionsGroup
  @Option(help: "The file to write, or to add to.")
  var out: String

  func run() async throws {
    var kept = FileManager.default.fileExists(atPath: out) ? try Self.read(out) : []
    let fetched = try await bank.withTransport { transport in
      var statements = [SignedStatement]()
      while true {
        let page: [SignedStatement] = try await transport.send(
          Request(.get, "/statements", query: ["from": "\(statements.count)"]), to: bank.address,
          largest: Self.largest, within: Span(seconds: 20)
        ).value(largest: Self.largest)
        if page.isEmpty { return statements }
        statements += page
      }
    }
    let known = Set(kept.map(\.digest))
    kept += fetched.filter { !known.contains($0.digest) }
    try Data(kept.canonicalBytes).write(to: URL(filePath: out), options: .atomic)
    Output.line("\(out): \(kept.count) statements")
  }

  static func read(_ path: String) throws -> [SignedStatement] {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw ValidationError("\(path) cannot be read")
    }
    do {
      return try [SignedStatement](canonicalBytes: Array(data), limits: .statement(bytes: largest))
    } catch {
      throw ValidationError("\(path) does not hold statements of a mint: \(error)")
    }
  }
}
