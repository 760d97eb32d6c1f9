using System.Security.Cryptography;
using LambdaSpeed;
using Samples.Shared;

namespace WordCount;

/// <summary>Reads a whole file and emits what there is to say of it. Blocks while it reads: give it a thread of its own.</summary>
internal sealed class MeasureFile(IReadOnlyList<InputFile> files, CancellationToken cancellationToken) : Bolt<int, FileFacts>
{
    private readonly byte[] _buffer = new byte[1 << 16];

    public override void Execute(int input, Emitter<FileFacts> output)
    {
        using var text = files[input].Open();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var (bytes, lines) = (0L, 0L);
        while (text.Read(_buffer) is > 0 and var read)
        {
            if (cancellationToken.IsCancellationRequested) return; // half a file has no facts

            var part = _buffer.AsSpan(0, read);
            hash.AppendData(part);
            bytes += read;
            lines += part.Count((byte)'\n');
        }
        output.Emit(new FileFacts(input, bytes, lines, Convert.ToHexStringLower(hash.GetCurrentHash())));
    }
}
