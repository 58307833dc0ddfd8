import SemperCoding
import SemperStatements
import Testing

@Suite("Paths that a seller writes and a buyer's machine obeys")
struct ContentPathTests {
  @Test(
    "unsafe paths are refused",
    arguments: [
      "", "/", "/etc/passwd", "..", "../a", "a/..", "a/../b", "a/../../b", ".", "./a", "a/.", "a//b", "a/", ".hidden",
      "a/.ssh/authorized_keys", "a\\b", "..\\a", "C:/a", "c:a", "a:stream", "a\0b", "a\nb", "a\u{202E}fdp.exe",
      "a\u{7F}", " a", "a ", "a.", "a/b /c", "a./b", "u\u{308}.md", String(repeating: "a", count: 201),
      String(repeating: "abc/", count: 100) + "d",
    ])
  func refused(_ path: String) {
    #expect(throws: CodingError.self) { try ContentPath(path) }
  }

  @Test(
    "usual paths are accepted",
    arguments: ["a", "lessons/01 Intro.mp4", "notes/ü.md", "a.b.c", "a/b/c/d", "100% (final)_v2-1.pdf", "…/x"])
  func accepted(_ path: String) throws {
    #expect(try ContentPath(path).text == path)
    #expect(try ContentPath(json: ContentPath(path).json) == ContentPath(path))
  }

  @Test(
    "media types have one form", arguments: ["text", "text/", "Text/plain", "a/b/c", "text/plain; charset=utf-8", ""])
  func mediaTypeRefused(_ text: String) {
    #expect(throws: CodingError.self) { try MediaType(text) }
  }

  @Test("media types follow from names")
  func mediaTypes() {
    #expect(MediaType(ofFileNamed: "a/b.MP4").text == "video/mp4")
    #expect(MediaType(ofFileNamed: "noending") == .unknown)
    #expect(MediaType(ofFileNamed: "a.exe") == .unknown)
  }
}
