import SemperModel
import Testing

/// Expects the call to be refused with this code.
func refused(
  _ code: RefusalCode, sourceLocation: SourceLocation = #_sourceLocation, _ call: () async throws -> Void
) async {
  let refusal = await #expect(throws: Refusal.self, sourceLocation: sourceLocation) { try await call() }
  #expect(refusal?.code == code, sourceLocation: sourceLocation)
}
