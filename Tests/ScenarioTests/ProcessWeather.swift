import Foundation
import SemperCoding
import SemperTesting

/// What happens to one exchange or transfer between processes: the networks lose, delay, repeat, cut and slow messages, a process is
/// killed at a durable write, a clock leaps, a disk is full. Everything that is done to it follows from the seed; when the
/// processes come to it is theirs.
struct ProcessWeather: CustomStringConvertible {
  /// No leap is so long that an exchange closes by it; and who waits for a time waits longer after one back.
  private static let leaps: ClosedRange<Int64> = -60...300
  /// Durable writes within which a process is killed.
  private static let writes = 20
  /// Messages of which one is chosen.
  private static let messages = 15

  let seed: UInt64
  let cell: String
  private var troubles: [String] = []
  private var rules: [String: [JSON]] = [:]
  private var numbers: SeededNumbers

  init(seed: UInt64) throws {
    self.seed = seed
    numbers = SeededNumbers(seed &+ 31_000)
    cell = TroubleTable.cells[Int.random(in: TroubleTable.cells.indices, using: &numbers)]
    let roles = try Self.roles(in: cell)
    // A message is held for it at its moment, which must come.
    let isFull = number(1...8) == 1
    for place in roles where ["originator", "responder", "bank", "delivery"].contains(place) {
      let count = [0, 0, 1, 2, 4][number(0...4)]
      rules[place] = (0..<count).map { rule($0, isMild: isFull) }
    }
    if isFull {
      troubles = ["--fail", "disk-full"]
      return
    }
    if number(1...10) <= 6 {
      troubles += ["--falls", "\(one(of: roles))@\(number(1...Self.writes))\(number(0...1) == 0 ? "" : "+")"]
    }
    if number(1...10) <= 3 {
      let back = number(0...1) == 0
      let seconds = Int64.random(in: back ? Self.leaps.lowerBound...(-1) : 1...Self.leaps.upperBound, using: &numbers)
      troubles += ["--leaps", "\(one(of: roles))@\(seconds):\(number(0...5))"]
    }
  }

  var description: String { "seed \(seed): \(cell) \(troubles.joined(separator: " ")) \(weather)" }

  private var weather: String { String(decoding: CanonicalJSON.encode(json), as: UTF8.self) }
  private var json: JSON { .object(JSONObject(rules.map { ($0.key, JSON.array($0.value)) })) }

  /// What the program is to run, in a folder that is there.
  func arguments(in folder: String) throws -> [String] {
    let file = folder + "/weather.json"
    try Data(CanonicalJSON.encode(json)).write(to: URL(fileURLWithPath: file))
    return ["exchange", "run", cell, "--json", "--dir", folder + "/run", "--weather", file] + troubles
  }

  /// Which processes the cell has, as the program says to who names another.
  private static func roles(in cell: String) throws -> [String] {
    let run = try SemperProgram.run(["exchange", "run", cell, "--falls", "nobody@1"])
    guard let line = run.errors.split(separator: "\n").first(where: { $0.contains("there are ") }),
      let list = line.components(separatedBy: "there are ").last
    else { throw SemperProgram.Unreadable(text: run.errors) }
    return list.components(separatedBy: ", ")
  }

  private mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &numbers) }
  private mutating func one(of names: [String]) -> String { names[number(0...names.count - 1)] }

  /// - Parameter isMild: nothing is lost.
  private mutating func rule(_ index: Int, isMild: Bool) -> JSON {
    let message = number(1...Self.messages)
    let isRequest = number(0...1) == 0
    switch isMild ? number(2...4) : number(0...4) {
    case 0: return rule(index, ["do": "drop".json], isRequest, message)
    case 1: return rule(index, ["bytes": number(0...3_000).json, "do": "cut".json], false, message)
    case 2: return rule(index, ["do": "duplicate".json], true, number(0...1) * message)
    case 3:
      let isEach = number(0...3) == 0
      let delay = isEach ? number(20...300) : number(50...3_000)
      return rule(index, ["do": "delay".json, "milliseconds": delay.json], isRequest, isEach ? 0 : message)
    default: return rule(index, ["bytesPerSecond": number(20_000...200_000).json, "do": "slow".json], false, message)
    }
  }

  private func rule(_ index: Int, _ action: [String: JSON?], _ isRequest: Bool, _ message: Int) -> JSON {
    .fields([
      "action": .object(JSONObject(action.compactMap { name, value in value.map { (name, $0) } })),
      "direction": (isRequest ? "request" : "response").json, "name": "\(index)".json, "occurrence": message.json,
    ])
  }
}
