import Foundation
import SemperCommunicationHTTP
import Testing

/// `semper arbiter status|decisions|export|check` for people of three languages, and for programs.
@Suite("What an arbiter's commands say", .serialized)
struct ArbiterCommandTests {
  private struct Words {
    let language: String
    let certified: String
    let decides: String
    let decided: String
    let holds: String
  }

  private static let languages = [
    Words(
      language: "en", certified: "certified by an authority of the trust list", decides: "The arbiter decides.",
      decided: "aborted (as asked)", holds: "Everything holds."),
    Words(
      language: "de", certified: "zertifiziert von einer Stelle der Vertrauensliste",
      decides: "Der Schiedsrichter entscheidet.", decided: "abgebrochen (auf Verlangen)", holds: "Alles stimmt."),
    Words(
      language: "el", certified: "με πιστοποιητικό αρχής του καταλόγου εμπιστοσύνης",
      decides: "Ο διαιτητής αποφασίζει.",
      decided: "ακυρώθηκε (όπως ζητήθηκε)", holds: "Όλα ισχύουν."),
  ]

  private static func decideOne(_ arbiter: LiveArbiter) async throws {
    let transport = try HTTPClientTransport()
    let decided: Result<Void, any Error>
    do {
      _ = try await arbiter.call(arbiter.quarrel(over: transport), over: transport).get()
      decided = .success(())
    } catch { decided = .failure(error) }
    try await transport.shutdown()
    try decided.get()
  }

  @Test("The arbiter is certified or refused, in each language; what programs read is the same in all")
  func speak() async throws {
    let folder = DemoFolder()
    try FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: true)
    let authority = try RunningProgram(
      ["serve", "authority", "--home", folder.path + "/authority", "--port", "0", "--enrol", "arbiter"])
    let arbiter = try LiveArbiter([
      "--home", folder.path + "/arbiter", "--authority", authority.address(), "--token",
      folder.path + "/authority/enrolment/arbiter.token",
    ])
    try await Self.decideOne(arbiter)
    let (trust, log) = (["--trust", folder.path + "/authority/trust.json"], folder.path + "/log.json")
    let strange = ["--trust", SemperProgram.root + "/Tests/Vectors/evidence/completed/trust.json"]
    func run(_ arguments: [String]) throws -> SemperProgram.Run { try SemperProgram.run(["arbiter"] + arguments) }
    let asked = [["status", "\(arbiter.address)"], ["decisions", "\(arbiter.address)"]]
    let export = ["export", "\(arbiter.address)", "--out", log]

    for words in Self.languages {
      let spoken = ["--language", words.language]
      for (arguments, wanted) in zip(asked + [export], [words.decides, words.decided, words.holds]) {
        let told = try run(arguments + trust + spoken)
        #expect(told.status == 0 && told.output.contains(words.certified), "\(told.output) \(told.errors)")
        #expect(told.output.contains(wanted) && !told.output.contains("⟨"), "\(told.output)")
        let alone = try run(arguments + spoken)
        #expect(alone.status == 0 && !alone.output.contains(words.certified) && alone.output.contains("--trust"))
      }
      let checked = try run(["check", log] + trust + spoken)
      #expect(checked.status == 0 && checked.output.contains(words.holds), "\(checked.output)")
      #expect(try run(["check", log] + strange + spoken).status == 1)
    }
    try FileManager.default.removeItem(atPath: log)
    var complaints: Set<String> = []
    for arguments in asked + [export] {
      for words in Self.languages {
        for json in [[], ["--json"]] {
          let refused = try run(arguments + strange + json + ["--language", words.language])
          #expect(refused.status == 1 && refused.output.isEmpty, "\(refused.output)")
          complaints.insert(refused.errors)
        }
      }
    }
    #expect(complaints.count == Self.languages.count, "one complaint in each language: \(complaints)")
    #expect(!FileManager.default.fileExists(atPath: log))

    // What programs read is a contract.
    let status = try run(asked[0] + trust + ["--json", "--language", "el"])
    #expect(try Set(status.object().keys).isSuperset(of: ["epochs", "generation", "head", "standing", "tally"]))
    for arguments in asked {
      #expect(try run(arguments + ["--json"]).output == run(arguments + trust + ["--json", "--language", "de"]).output)
    }
    let report = try run(export + trust + ["--json"]).object()
    #expect(
      Set(report.keys) == ["anchored", "asOf", "decisions", "faults", "ok", "organisation", "size", "witnesses"])
    #expect(report["anchored"] as? Bool == true)
    authority.signal(SIGKILL)
    _ = authority.end()
  }
}
