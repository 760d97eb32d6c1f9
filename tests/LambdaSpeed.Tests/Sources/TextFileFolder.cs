using System.IO.Compression;

namespace LambdaSpeed.Tests.Sources;

/// <summary>A folder of files for one test.</summary>
internal sealed class TextFileFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lines");
    private int _files; // how many were written

    public string Path(string name) => System.IO.Path.Combine(_folder.FullName, name);

    public string Write(byte[] content, string? name = null)
    {
        var path = Path(name ?? $"{_files++}.txt");
        File.WriteAllBytes(path, content);
        return path;
    }

    public string Write(string content) => Write(System.Text.Encoding.UTF8.GetBytes(content));

    public static byte[] Pack(ReadOnlySpan<byte> content)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(content);
        return packed.ToArray();
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
