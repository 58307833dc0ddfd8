/// What every archive must do. A backend runs each behaviour on a fresh archive of its own:
///
///     @Test(arguments: ArchiveConformance.behaviours)
///     func conforms(_ behaviour: ArchiveBehaviour) async throws {
///       try await behaviour.verify(MyArchiveUnderTest())
///     }
public enum ArchiveConformance {
  public static let behaviours =
    JournalBehaviours.all + EvidenceBehaviours.all + RecordBehaviours.all + LogBehaviours.all + KeyBehaviours.all
}
