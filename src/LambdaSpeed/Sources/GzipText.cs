using System.IO.Compression;

namespace LambdaSpeed.Sources;

/// <summary>The text of a gzip file of one or more members, which fails when the file is cut off.</summary>
/// <remarks>The platform's stream takes a file that is cut off for one that has ended, and lines would be lost without a word. So at the
/// end a further member with a known text is put in: a file that is whole yields just that text, one that is cut off takes the member for
/// the rest of its own.</remarks>
internal sealed class GzipText : ForwardStream
{
    private static readonly byte[] Probe = Pack("the end"u8);

    private readonly ProbedStream _packed;
    private readonly GZipStream _text;
    private bool _isProbed; // the end was reached and found to be sound

    public GzipText(Stream packed)
    {
        _packed = new ProbedStream(packed, Probe);
        _text = new GZipStream(_packed, CompressionMode.Decompress);
    }

    public override int Read(Span<byte> buffer)
    {
        if (_isProbed || buffer.IsEmpty) return 0;

        var read = _text.Read(buffer);
        if (read > 0) return read;

        RequireEnd();
        _isProbed = true;
        return 0;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) _text.Dispose();
        base.Dispose(disposing);
    }

    private void RequireEnd()
    {
        _packed.AddProbe();
        Span<byte> found = stackalloc byte[16];
        int count;
        try
        {
            count = _text.ReadAtLeast(found, found.Length, throwOnEndOfStream: false);
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidDataException("it is cut off.", exception);
        }
        if (!found[..count].SequenceEqual("the end"u8)) throw new InvalidDataException("it is cut off, or something else follows.");
    }

    private static byte[] Pack(ReadOnlySpan<byte> text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal)) gzip.Write(text);
        return packed.ToArray();
    }
}
