using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace LambdaSpeed.Aggregation;

/// <summary>Makes the accumulators that need no composing known to <see cref="Codec.For{T}"/>, which stands on a lower floor.</summary>
internal static class AccumulatorRegistration
{
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "A few entries in a dictionary, as generated codecs make them in every assembly.")]
    internal static void Register()
    {
        Codec.RegisterGenerated(AccumulatorCodecs.DoubleSum);
        Codec.RegisterGenerated(AccumulatorCodecs.DecimalSum);
        Codec.RegisterGenerated(AccumulatorCodecs.Hll);
        Codec.RegisterGenerated(AccumulatorCodecs.PostgresHll);
        Codec.RegisterGenerated(AccumulatorCodecs.Theta);
        Codec.RegisterGenerated(AccumulatorCodecs.TDigest);
        Codec.RegisterGenerated(AccumulatorCodecs.CountMin);
        Codec.RegisterGenerated(AccumulatorCodecs.Bloom);
    }
}
