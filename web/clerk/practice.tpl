<h1>{{=intake.practice.title}}</h1>
{{#WRONGS}}<div class="alert" role="alert">{{#WRONG}}<p>{{SENTENCE}}</p>{{/WRONG}}</div>{{/WRONGS}}
<p>{{=clerk.practice.lead}}</p>
<form method="post" action="/{{=language}}/visit" autocomplete="off"><input type="hidden" name="visit" value="{{VISIT}}">
{{#PICK}}<fieldset><legend><h2>{{TITLE}}</h2></legend><div class="grid" translate="no">{{#WORD}}<div><label class="choice"><input type="radio" name="{{NAME}}" value="{{NUMBER}}"{{#ON}} checked{{/ON}}> {{SPELLED}}</label></div>{{/WORD}}</div></fieldset>{{/PICK}}
<p class="actions"><input class="main" type="submit" name="go_check" value="{{=clerk.practice.check}}"> <input type="submit" name="go_words" value="{{=intake.practice.again}}"></p></form>
