import ArgumentParser
import SemperCoding
import SemperCommerce
import SemperModel
import SemperServers

/// What all commands at an arbiter's desk take.
struct DeskOptions: ParsableArguments {
  @Option(help: "The home directory of the arbiter, which must be running with --trust.")
  var home: String
  @Flag(help: "Print one JSON object or array on standard output.")
  var json = false

  func ask(_ question: DeskQuestion) throws -> DeskAnswer {
    guard let answer = try DeskSocket.ask(question, home: home) else {
      throw ValidationError("no arbiter that hears disputes runs in \(home); start it with --trust")
    }
    return answer
  }

  func show(_ dispute: DisputeCase) {
    if json { return Output.json(dispute.json) }
    DeskText(dispute).lines.forEach(Output.line)
  }

  var unexpected: ValidationError {
    ValidationError("the arbiter in \(home) answered something else; is it as new as this program?")
  }
}
