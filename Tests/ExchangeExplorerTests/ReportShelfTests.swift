import ExchangeExplorer
import Foundation
import Testing

/// What has been explored is told and counted again without being searched.
@Suite struct ReportShelfTests {
  private let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)

  private func tell(_ section: Agenda.Section, _ shelf: ReportShelf?) async throws -> [ExplorationReport] {
    var reports = [ExplorationReport]()
    for try await (_, report) in section.reports(workers: 2, shelf: shelf) { reports.append(report) }
    return reports
  }

  @Test func whatIsKeptIsNotSearchedAgain() async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let first = try #require(AgendaTask(words: "Sb for D2"))
    let second = try #require(AgendaTask(words: "transfer sealed"))
    let section = Agenda.Section(title: "some", tasks: [first, second])
    let shelf = try ReportShelf(folder: folder.path)
    let found = try await tell(section, shelf)
    #expect(found.map(\.isUnfair) == [false, false])
    #expect(found.map(\.states)[0] == 0)
    #expect(found.map(\.states)[1] > 0)
    #expect(found[0].lines == ["Sb for D2: refused, because it cannot be fair"])
    #expect(found[1].lines[0].hasPrefix("transfer sealed: fair, \(found[1].states) states, "))

    // A search would not find the same speed to the millisecond, nor what another has said here.
    #expect(try await tell(section, shelf) == found)
    try shelf.keep(found[0], on: second)
    #expect(try await tell(section, shelf) == [found[0], found[0]])

    // What has been cut off is searched again.
    let file = folder.appending(path: second.title + ".json")
    try Data(Data(contentsOf: file).dropLast()).write(to: file)
    #expect(shelf.report(on: second) == nil)
    #expect(try await tell(section, shelf).map(\.states) == found.map(\.states))
    #expect(shelf.report(on: second)?.states == found[1].states)
  }

  /// Two searches with one title would be one file.
  @Test func titlesTellTasksApart() {
    let tasks = Agenda.sections.flatMap(\.tasks)
    #expect(Set(tasks.map(\.title)).count == tasks.count)
    #expect(tasks.allSatisfy { !$0.title.contains("/") })
  }
}
