using LambdaSpeed.Sketches;

namespace LambdaSpeed.Aggregation.Approximate;

/// <summary>Keeps a t-digest; readers are given a digest of their own.</summary>
internal readonly struct TDigestAggregator(int k) : IAggregator<double, TDigest, TDigest>, ICopyingAggregator<TDigest>
{
    public ICodec<TDigest> AccumulatorCodec => AccumulatorCodecs.TDigest;

    public TDigest Zero() => new(k);

    public void Add(ref TDigest accumulator, double value) => accumulator.Add(value);

    public void Merge(ref TDigest accumulator, in TDigest other) => accumulator.Merge(other);

    public TDigest Result(in TDigest accumulator)
    {
        var own = accumulator.Copy();
        own.Compress();
        return own;
    }

    public TDigest Copy(in TDigest accumulator) => accumulator.Copy();
}
