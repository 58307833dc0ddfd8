import Foundation
import SemperCoding

extension ContentManifest {
  /// The files of a directory, in the order of their paths' bytes, with the usual media types for their names.
  ///
  /// Refuses links, devices, hidden files and names that a `ContentPath` refuses, rather than leave them out silently.
  public init(ofDirectory directory: String) throws(StatementsError) {
    var files = [ContentFile]()
    for name in try Self.names(in: directory) {
      let path = directory + "/" + name
      do {
        files.append(
          try ContentFile(
            path: ContentPath(name), length: OpenFile(path, .read).length, mediaType: MediaType(ofFileNamed: name)))
      } catch let error as CodingError {
        throw StatementsError(.unsuitableContent, "“\(name)” cannot be part of content: \(error)")
      } catch let error as StatementsError {
        throw error
      } catch {
        throw StatementsError(.storage, "\(path) cannot be read: \(error)")
      }
    }
    do {
      try self.init(files.sorted { $0.path.text.utf8.lexicographicallyPrecedes($1.path.text.utf8) })
    } catch {
      throw StatementsError(.unsuitableContent, "\(directory) cannot be content: \(error)")
    }
  }

  private static func names(in directory: String) throws(StatementsError) -> [String] {
    let manager = FileManager.default
    var names = [String]()
    do {
      for name in try manager.subpathsOfDirectory(atPath: directory) {
        let type = try manager.attributesOfItem(atPath: directory + "/" + name)[.type] as? FileAttributeType
        if type == .typeDirectory { continue }
        guard type == .typeRegular else {
          throw StatementsError(.unsuitableContent, "“\(name)” is neither a file nor a directory: remove it")
        }
        names.append(name)
      }
    } catch let error as StatementsError {
      throw error
    } catch {
      throw StatementsError(.storage, "the directory \(directory) cannot be read: \(error)")
    }
    return names
  }
}
