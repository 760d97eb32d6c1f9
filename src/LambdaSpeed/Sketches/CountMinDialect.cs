namespace LambdaSpeed.Sketches;

/// <summary>Whose hash functions a <see cref="CountMinSketch"/> uses. The bytes of a sketch do not tell, and the two libraries derive
/// different functions from the same seed, so both sides must agree on it.</summary>
public enum CountMinDialect
{
    /// <summary>Those of the C++ library of DataSketches (and of Python, which wraps it), as built with GCC's standard library.</summary>
    Cpp,

    /// <summary>Those of its Java library.</summary>
    Java,
}
