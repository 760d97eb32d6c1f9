global using LambdaSpeed.Yardsticks;
