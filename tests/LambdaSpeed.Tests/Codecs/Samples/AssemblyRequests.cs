using LambdaSpeed;
using LambdaSpeed.Tests.Codecs;

[assembly: GenerateCodec(typeof((string, int)))]
[assembly: GenerateCodec(typeof(Pair<string, long>))]
[assembly: GenerateCodec(typeof(Version))]
[assembly: GenerateCodec(typeof(List<UrlHour>))]
