namespace LambdaSpeed.Tests.Codecs;

public enum Colour : byte
{
    Red = 1,
    Green = 200,
}
