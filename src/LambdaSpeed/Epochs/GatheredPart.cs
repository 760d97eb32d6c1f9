using LambdaSpeed.State;

namespace LambdaSpeed.Epochs;

/// <summary>One of the walks by which what an epoch changed is brought into bytes. One caller at a time; different ones go side by
/// side.</summary>
/// <param name="section">The section that it belongs to.</param>
/// <param name="scan">The walk.</param>
/// <param name="bytes">Takes the bytes; empty.</param>
internal sealed class GatheredPart(string section, StateScan scan, GatheredBytes bytes)
{
    private const int SliceBytes = 64 << 10; // some tenths of a millisecond

    /// <summary>See <see cref="StateScan.NearThread"/>.</summary>
    public int NearThread => scan.NearThread;

    /// <summary>What was gathered; none when nothing was changed.</summary>
    public IEnumerable<ChangeBlock> Blocks => bytes.Pieces.Select(piece => new ChangeBlock(section, piece));

    /// <summary>Brings some of what was changed into bytes, without blocking; false when all is.</summary>
    public bool GatherSome() => scan.WriteSome(bytes.Writer, SliceBytes);
}
