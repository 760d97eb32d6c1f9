using System.Globalization;

namespace LambdaSpeed.Sources;

/// <summary>The identity of a list of files: their number, and a hash over their paths, as they were given, in order.</summary>
/// <remarks>A position is a file's place in the list, so another list misreads it; a list that has only grown at its end does
/// not.</remarks>
internal sealed class TextFileList(string[] paths)
{
    private const string Words = " text file(s), ";

    public string Id => IdOf(paths.Length);

    /// <summary>Is this the list of an identity, or one that begins with it?</summary>
    public bool BeginsWith(string id)
    {
        var end = id.IndexOf(Words, StringComparison.Ordinal);
        return end > 0 && int.TryParse(id.AsSpan(0, end), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && count <= paths.Length && IdOf(count) == id;
    }

    private string IdOf(int count)
    {
        var hash = 0UL;
        foreach (var path in paths.AsSpan(0, count))
        {
            hash = Codec.String.Hash(string.Create(CultureInfo.InvariantCulture, $"{hash:x16}{path}"));
        }
        return string.Create(CultureInfo.InvariantCulture, $"{count}{Words}hash {hash:x16}");
    }
}
