import SemperTesting
import Testing

@Suite struct ConformanceTests {
  @Test(arguments: ArchiveConformance.behaviours)
  func inMemory(_ behaviour: ArchiveBehaviour) async throws {
    try await behaviour.verify(MemoryUnderTest())
  }

  @Test(arguments: ArchiveConformance.behaviours)
  func onSQLite(_ behaviour: ArchiveBehaviour) async throws {
    try await behaviour.verify(SQLiteUnderTest())
  }

  @Test func behavioursHaveDifferentNames() {
    let names = ArchiveConformance.behaviours.map(\.name)
    #expect(Set(names).count == names.count)
    #expect(names.count >= 25)
  }
}
