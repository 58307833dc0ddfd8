import Foundation
import PaymentWorlds

/// Random operations over all payment systems, with a count of all money after each.
///
/// - `conserve OPERATIONS`: so many in all, in markets of `SEMPER_DAY` operations each, several markets at a time.
/// - `conserve seed N`: the market of this number alone.
@main struct Conserve {
  private static let day = setting("SEMPER_DAY") ?? 100
  private static let workers = setting("SEMPER_WORKERS") ?? 3 * ProcessInfo.processInfo.activeProcessorCount
  /// The number of the first market.
  private static let first = UInt64(setting("SEMPER_FIRST") ?? 1)

  private static func setting(_ name: String) -> Int? {
    ProcessInfo.processInfo.environment[name].flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
  }

  static func main() async throws {
    let words = Array(CommandLine.arguments.dropFirst())
    if words.count == 2, words[0] == "seed", let number = UInt64(words[1]) {
      let began = Date()
      do {
        tell([try await MarketSeed(number).run(day)], failures: 0, since: began)
      } catch {
        say("FAILED: \(error)")
        exit(1)
      }
      return
    }
    guard let operations = Int(words.first ?? "100000"), operations > 0 else {
      say("usage: conserve [OPERATIONS | seed N]")
      exit(2)
    }
    let began = Date()
    var (reports, failures) = ([MarketSeed.Report](), 0)
    let seeds = (0..<UInt64((operations + day - 1) / day)).map { first + $0 }
    await withTaskGroup(of: (UInt64, Result<MarketSeed.Report, any Error>).self) { group in
      var left = seeds[...]
      func begin() {
        guard let seed = left.popFirst() else { return }
        group.addTask {
          do {
            return (seed, .success(try await MarketSeed(seed).run(day)))
          } catch {
            return (seed, .failure(error))
          }
        }
      }
      for _ in 0..<workers { begin() }
      while let (seed, result) = await group.next() {
        switch result {
        case .success(let report): reports.append(report)
        case .failure(let error):
          failures += 1
          say("FAILED, again with SEMPER_DAY=\(day) conserve seed \(seed): \(error)")
        }
        if (reports.count + failures) % 20 == 0 {
          say("\(reports.count) of \(seeds.count) markets, \(Int(Date().timeIntervalSince(began))) s")
        }
        begin()
      }
    }
    tell(reports, failures: failures, since: began)
    if failures > 0 { exit(1) }
  }

  private static func tell(_ reports: [MarketSeed.Report], failures: Int, since began: Date) {
    let done = reports.reduce(into: [String: Int]()) { $0.merge($1.done, uniquingKeysWith: +) }
    for (name, count) in done.sorted(by: { $0.key < $1.key }) { say("  \(name): \(count)") }
    let operations = done.values.reduce(0, +)
    let deaths = reports.reduce(0) { $0 + $1.deaths }
    say(
      "operations \(operations), markets \(reports.count), deaths \(deaths), failures \(failures), "
        + "\(Int(Date().timeIntervalSince(began))) s")
  }

  /// At once, also into a pipe.
  private static func say(_ line: String) { FileHandle.standardOutput.write(Data((line + "\n").utf8)) }
}
