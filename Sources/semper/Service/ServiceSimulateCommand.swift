import ArgumentParser
import Foundation
import SemperCoding
import SemperModel
import SemperTerms
import SemperTermsYAML

/// `semper service simulate FILE`.
struct ServiceSimulateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate", abstract: "Try terms out: play both sides, let time pass, let steps fail.",
    discussion: """
      Without --play it asks for each move. A script is a list of moves, or an object with “play”: done (the step succeeds), else (it
      fails, or its time is over), an option's name, “raise NAME” for an exception; an object { do: …, with: … } fills in documents.
      Nothing is signed and nobody pays. Exits with 1 if a move cannot be made, and with 2 if a file cannot be read.
      """)

  @OptionGroup var options: ServiceOptions
  @Option(help: "A file with the moves.")
  var play: String?
  @Flag(help: "Print one JSON object on standard output.")
  var json = false

  func validate() throws {
    guard play != nil || !json else { throw ValidationError("--json needs a script: add --play FILE.") }
  }

  func run() throws {
    let file = try options.read()
    var simulation: TermsSimulation
    do { simulation = try TermsSimulation(file.authored.json) } catch {
      throw ServiceComplaint.ended(error, in: file)
    }
    guard let play else { return ask(&simulation) }
    let (moves, document) = try script(play)
    for (number, move) in moves.enumerated() {
      do { try simulation.move(move) } catch {
        let mark = document.mark(of: ["play", "\(number)"]) ?? document.mark(of: ["\(number)"])
        Output.complaint("\(ServiceFault(play, mark, error.message))")
        throw ServiceCheckCommand.hasErrors
      }
    }
    json ? Output.json(simulation.json) : simulation.story.forEach(Output.line)
  }

  private func script(_ path: String) throws -> ([TermsMove], YAMLDocument) {
    do {
      let document = try ServiceFile.document(path)
      let json = document.json["play"] ?? document.json
      do {
        return (try [JSON](json: json).map { json throws(CodingError) in try TermsMove(json: json) }, document)
      } catch {
        throw ServiceFault(path, document.mark(of: error.place), error.message)
      }
    } catch {
      Output.complaint("\(error)")
      throw ServiceFile.unreadable
    }
  }

  /// Reads moves from standard input until the deal, or the input, has ended.
  private func ask(_ simulation: inout TermsSimulation) {
    while !simulation.isEnded {
      let moves = simulation.moves
      Output.line(simulation.situation)
      for (number, move) in moves.enumerated() { Output.line("  \(number + 1)  \(move)") }
      guard let line = readLine() else { break }
      let name = Int(line).flatMap { moves.indices.contains($0 - 1) ? moves[$0 - 1] : nil } ?? line
      do { try simulation.move(TermsMove(name)) } catch { Output.line(error.message) }
    }
    simulation.story.forEach(Output.line)
  }
}
